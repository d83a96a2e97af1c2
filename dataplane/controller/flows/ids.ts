// Numbers 0..limit-1 for objects of the worker. A freed one rests before it is used again, so that a late event cannot
// be taken for its successor's; beyond that, used ones come first, so that little memory is touched.

/** Frees that come before a freed number is used again, unless all are taken. */
const REST = 8192;

export class Ids {
  private next = 0;
  private readonly freed: number[] = [];
  private head = 0;

  constructor(readonly limit: number) {}

  /** Undefined when all are taken. */
  take(): number | undefined {
    const resting = this.freed.length - this.head;
    if (resting <= REST && this.next < this.limit) return this.next++;
    if (resting === 0) return undefined;
    const id = this.freed[this.head++]!;
    if (this.head > 1024 && this.head * 2 > this.freed.length) {
      this.freed.splice(0, this.head);
      this.head = 0;
    }
    return id;
  }

  give(id: number): void {
    this.freed.push(id);
  }

  get used(): number {
    return this.next - (this.freed.length - this.head);
  }
}
