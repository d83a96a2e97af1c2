// A list of 32-bit numbers that grows. Nothing else.

export class Numbers {
  private list = new Int32Array(1024);
  length = 0;

  /** Makes room for `count` zeros; where they are. */
  grow(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.list.length) {
      const grown = new Int32Array(Math.max(this.length, this.list.length * 2));
      grown.set(this.list);
      this.list = grown;
    }
    return at;
  }

  push(...numbers: readonly number[]): void {
    let at = this.grow(numbers.length);
    for (const number of numbers) this.list[at++] = number;
  }

  append(other: Numbers): void {
    const at = this.grow(other.length);
    this.list.set(other.list.subarray(0, other.length), at);
  }

  at(index: number): number {
    return this.list[index]!;
  }

  set(index: number, number: number): void {
    this.list[index] = number;
  }

  /** Exactly the numbers; the list may not be used any more. */
  take(): Int32Array {
    return this.list.slice(0, this.length);
  }
}
