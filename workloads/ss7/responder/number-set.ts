/** A set of whole numbers from 0 to 2^53 - 1 that keeps its memory when it is cleared. */

const leastCapacity = 1024;
/** Fuller, chains of slots get long. */
const greatestFill = 0.7;

/**
 * Open addressing with linear probing. JavaScript's own Set moves all its members whenever it outgrows its table, and after
 * `clear` it starts with the smallest: at the study's rate that is a pause of many milliseconds again and again. This one
 * pauses only while it grows to the size it needs for the first time, and `clear` costs the same however many are in it.
 */
export class NumberSet {
  #keys = new Float64Array(leastCapacity);
  /** A slot is taken when it bears the number of the present filling. */
  #fillings = new Uint32Array(leastCapacity);
  #filling = 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(key: number): boolean {
    const at = this.#slotOf(key);
    return this.#fillings[at] === this.#filling;
  }

  /** False when it was there already. */
  add(key: number): boolean {
    const at = this.#slotOf(key);
    if (this.#fillings[at] === this.#filling) return false;
    this.#keys[at] = key;
    this.#fillings[at] = this.#filling;
    this.#size += 1;
    if (this.#size > this.#keys.length * greatestFill) this.#grow();
    return true;
  }

  clear(): void {
    this.#size = 0;
    this.#filling = (this.#filling + 1) >>> 0;
    if (this.#filling !== 0) return;
    // After 2^32 fillings the first ones would seem to be there again.
    this.#fillings.fill(0);
    this.#filling = 1;
  }

  /** Where the key is, or the free slot where it belongs. */
  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let at = mix(key) & mask;
    while (this.#fillings[at] === this.#filling && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const keys = this.#keys;
    const fillings = this.#fillings;
    this.#keys = new Float64Array(2 * keys.length);
    this.#fillings = new Uint32Array(2 * keys.length);
    for (let at = 0; at < keys.length; at += 1) {
      if (fillings[at] !== this.#filling) continue;
      const key = keys[at] ?? 0;
      const to = this.#slotOf(key);
      this.#keys[to] = key;
      this.#fillings[to] = this.#filling;
    }
  }
}

/** Spreads keys that follow one another: the last steps of MurmurHash3 by Austin Appleby, public domain. */
function mix(key: number): number {
  let hash = (key ^ Math.imul(key / 2 ** 32, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
