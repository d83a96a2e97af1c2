// What has to be undone when the process ends early, by Ctrl-C or by an error. Must stay synchronous: an exit waits for
// nobody.

const undoings = new Set<() => void>();

/** Runs `undo` at the process's end, unless the function it gives was called before. */
export function onLeaving(undo: () => void): () => void {
  undoings.add(undo);
  return () => undoings.delete(undo);
}

process.once("exit", () => {
  for (const undo of [...undoings].reverse()) undo();
});
