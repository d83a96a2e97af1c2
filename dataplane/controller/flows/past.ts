// The serials of flows that ended last, for those who ask why. It must never grow past its bound.

const KEPT = 4096;

export class Past {
  private readonly serials = new Float64Array(KEPT);
  private count = 0;

  add(serial: number): void {
    this.serials[this.count++ & (KEPT - 1)] = serial;
  }

  *newestFirst(): IterableIterator<number> {
    for (let i = this.count - 1; i >= 0 && i >= this.count - KEPT; i--) yield this.serials[i & (KEPT - 1)]!;
  }
}
