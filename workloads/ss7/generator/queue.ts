/** First in, first out, in a ring: neither `push` nor `shift` moves the others, but for the doubling of a full ring. */

const leastCapacity = 64;

export class Queue<Item extends object> {
  #ring = new Array<Item | undefined>(leastCapacity).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = item;
    this.#length += 1;
  }

  first(): Item | undefined {
    return this.#ring[this.#head];
  }

  /** Takes the first one out. */
  shift(): Item | undefined {
    const item = this.#ring[this.#head];
    if (item === undefined) return undefined;
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    return item;
  }

  #grow(): void {
    const ring = [...this.#ring.slice(this.#head), ...this.#ring.slice(0, this.#head)];
    this.#ring = ring.concat(new Array<undefined>(ring.length).fill(undefined));
    this.#head = 0;
  }
}
