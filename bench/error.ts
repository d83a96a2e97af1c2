// What keeps a measurement from being made: a stable code, one sentence, the remedy. Never a wrong result: that is a
// line with ok = false.

export class BenchError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = "BenchError";
  }
}
