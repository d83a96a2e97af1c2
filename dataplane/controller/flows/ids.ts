// Numbers 0..limit-1 for objects of the worker; a freed one rests as long as possible before it is used again, so
// that a late event cannot be taken for its successor's.

export class Ids {
  private next = 0;
  private readonly freed: number[] = [];
  private head = 0;

  constructor(readonly limit: number) {}

  /** Undefined when all are taken. */
  take(): number | undefined {
    if (this.next < this.limit) return this.next++;
    if (this.head === this.freed.length) return undefined;
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
