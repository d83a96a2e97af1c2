// What took flows out: asked for its words only when somebody looks at a flow that ended. It must never cost a flow
// more than a reference, nor keep the tags of every change for ever.
import type { Tag } from "../../simulation/verdict.js";

export interface Cause {
  /** In the operator's words, for a flow that carried these tags. */
  words(tags: Iterable<Tag>): string;
}

/** The same for all flows. */
export function causeOf(words: () => string): Cause {
  return { words };
}

/** Words of the difference that fired a tag. */
export type Whose = (tag: Tag) => string | undefined;

/** Changes whose tags are remembered one by one. */
const KEPT = 16;

/** Changes of the topology: which of many differences met a flow. */
export class TopologyCauses {
  private readonly kept: TopologyCause[] = [];

  /** `whose`: the words of the difference that fired each tag. */
  begin(revision: string, whose: Whose): Cause {
    const cause = new TopologyCause(revision, whose);
    this.kept.push(cause);
    if (this.kept.length > KEPT) this.kept.shift()!.fade();
    return cause;
  }
}

class TopologyCause implements Cause {
  constructor(
    private readonly revision: string,
    private whose: Whose | undefined,
  ) {}

  words(tags: Iterable<Tag>): string {
    const met = new Set<string>();
    if (this.whose !== undefined)
      for (const tag of tags) {
        const words = this.whose(tag);
        if (words !== undefined) met.add(words);
      }
    const all = [...met];
    const rest = all.length > 3 ? `, and ${all.length - 3} more` : "";
    const what = all.length === 0 ? "" : `: ${all.slice(0, 3).join(", ")}${rest}`;
    return `the topology became revision ${this.revision}${what}`;
  }

  fade(): void {
    this.whose = undefined;
  }
}
