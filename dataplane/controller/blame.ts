// The tags that a change of the topology fires, each with the differences that fired it. It must never lose a tag for
// the sake of its words.
import type { Tag } from "../simulation/verdict.js";
import type { Change } from "../topology/diff.js";

/** Differences named at most. */
const NAMED = 3;

export class BlamedTags extends Set<Tag> {
  private readonly whose = new Map<Tag, readonly Change[]>();
  private changes: readonly Change[] = [];

  /** What is added from now on is fired by these differences. */
  by(changes: readonly Change[]): void {
    this.changes = changes;
  }

  override add(tag: Tag): this {
    if (!this.has(tag)) this.blame([tag], this.changes);
    return super.add(tag);
  }

  /** Flows under these tags, some of them, go because of these differences. */
  blame(tags: readonly Tag[], changes: readonly Change[]): void {
    for (const tag of tags) if (!this.whose.has(tag)) this.whose.set(tag, changes);
  }

  words(tag: Tag): string | undefined {
    const changes = this.whose.get(tag) ?? [];
    if (changes.length === 0) return undefined;
    const rest = changes.length > NAMED ? `, and ${changes.length - NAMED} more` : "";
    return `${changes.slice(0, NAMED).map(changeText).join(", ")}${rest}`;
  }
}

/** "rule no-telnet of chain web was removed", "port vm1 has another adminUp". */
export function changeText({ kind, id, op, fields, part }: Change): string {
  const object = `${kind.replaceAll("-", " ")} ${id}`;
  if (part !== undefined) {
    const what = `${part.kind} ${part.key} of ${object}`;
    if (op !== "changed") return `${what} was ${op}`;
    return fields.length === 0 ? `${what} has another place` : `${what} has another ${fields.join(", ")}`;
  }
  if (op !== "changed") return `${object} was ${op}`;
  return `${object} has another ${fields.join(", ")}`;
}
