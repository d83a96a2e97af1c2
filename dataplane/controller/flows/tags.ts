// Which flows depend on what: tag -> flows. It must never forget a flow that is still installed.
import type { Tag } from "../../simulation/verdict.js";

export interface Tagged {
  readonly tags: Iterable<Tag>;
}

/** Most tags are one flow's: those cost no set. */
export class TagIndex<F extends Tagged> {
  private readonly byTag = new Map<Tag, F | Set<F>>();

  /** `tags`: those of its own that are new. */
  add(flow: F, tags: Iterable<Tag> = flow.tags): void {
    for (const tag of tags) {
      const there = this.byTag.get(tag);
      if (there === undefined) this.byTag.set(tag, flow);
      else if (there instanceof Set) there.add(flow);
      else if (there !== flow) this.byTag.set(tag, new Set([there, flow]));
    }
  }

  remove(flow: F): void {
    for (const tag of flow.tags) {
      const there = this.byTag.get(tag);
      if (there === flow) this.byTag.delete(tag);
      else if (there instanceof Set && there.delete(flow) && there.size === 0) this.byTag.delete(tag);
    }
  }

  /** Flows that carry any of the tags, each once, in order of the tags given. */
  find(tags: Iterable<Tag>): Set<F> {
    const found = new Set<F>();
    for (const tag of tags) {
      const there = this.byTag.get(tag);
      if (there instanceof Set) for (const flow of there) found.add(flow);
      else if (there !== undefined) found.add(there);
    }
    return found;
  }

  has(tag: Tag): boolean {
    return this.byTag.has(tag);
  }

  get size(): number {
    return this.byTag.size;
  }
}
