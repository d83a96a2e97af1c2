// A reader that goes away (`edgelane ... | head`) is a request to end, not a fault. Must be called before anything is
// printed.

/** Calls `ended` once when standard output is closed by its reader; later writes are dropped silently. */
export function onReaderGone(ended: () => void): void {
  let told = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      process.stderr.write(
        `OUT_UNWRITABLE: standard output cannot be written: ${error.message}\n  remedy: give it another file, with room\n`,
      );
      process.exit(3);
    }
    if (!told) ended();
    told = true;
  });
}
