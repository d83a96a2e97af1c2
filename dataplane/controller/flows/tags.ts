// Which flows depend on what: tag -> flows. It must never forget a flow that is still installed.
import type { Tag } from "../../simulation/verdict.js";

export interface Tagged {
  readonly tags: readonly Tag[];
}

export class TagIndex<F extends Tagged> {
  private readonly byTag = new Map<Tag, Set<F>>();

  add(flow: F): void {
    for (const tag of flow.tags) {
      const there = this.byTag.get(tag);
      if (there === undefined) this.byTag.set(tag, new Set([flow]));
      else there.add(flow);
    }
  }

  remove(flow: F): void {
    for (const tag of flow.tags) {
      const there = this.byTag.get(tag);
      if (there?.delete(flow) && there.size === 0) this.byTag.delete(tag);
    }
  }

  /** Flows that carry any of the tags, each once, in order of the tags given. */
  find(tags: Iterable<Tag>): Set<F> {
    const found = new Set<F>();
    for (const tag of tags) for (const flow of this.byTag.get(tag) ?? []) found.add(flow);
    return found;
  }

  get size(): number {
    return this.byTag.size;
  }
}
