/** Records in one bit for each open container whether it is an object: 100 MB of brackets take 12.5 MB. */
export class Nesting {
  private bits = new Uint8Array(16);
  private open = 0;

  get depth(): number {
    return this.open;
  }

  /** Whether the innermost container is an object. */
  get isObject(): boolean {
    const last = this.open - 1;
    return last >= 0 && ((this.bits[last >> 3] ?? 0) & (1 << (last & 7))) !== 0;
  }

  push(isObject: boolean): void {
    const byte = this.open >> 3;
    if (byte === this.bits.length) this.grow();
    const bit = 1 << (this.open & 7);
    this.bits[byte] = isObject ? (this.bits[byte] ?? 0) | bit : (this.bits[byte] ?? 0) & ~bit;
    this.open += 1;
  }

  pop(): void {
    this.open -= 1;
  }

  private grow(): void {
    const bits = new Uint8Array(this.bits.length * 2);
    bits.set(this.bits);
    this.bits = bits;
  }
}
