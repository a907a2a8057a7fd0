/**
 * The part of BER (ITU-T X.690) that TCAP and MAP use: one-byte tags and definite lengths. Own code, because decoding has
 * to be strict, fast and able to say at which byte a message is wrong.
 */
import { hex, malformed } from "./decode-error.ts";

/** Universal tags that occur here. */
export const universal = { integer: 0x02, octetString: 0x04, objectIdentifier: 0x06, external: 0x28, sequence: 0x30 };

/** Encodes one element; `contents` follow one another. */
export function encodeElement(tag: number, ...contents: readonly Buffer[]): Buffer {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([encodeHeader(tag, length), ...contents]);
}

function encodeHeader(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([tag, length]);
  if (length < 0x100) return Buffer.from([tag, 0x81, length]);
  if (length < 0x10000) return Buffer.from([tag, 0x82, length >> 8, length & 0xff]);
  throw new RangeError(`an element of ${String(length)} bytes is longer than any message here`);
}

/** Contents of an INTEGER of -128 to 127: invoke ids and operation codes are no wider. */
export function encodeSmallInteger(value: number): Buffer {
  if (!Number.isInteger(value) || value < -128 || value > 127)
    throw new RangeError(`${String(value)} is not -128..127`);
  return Buffer.from([value & 0xff]);
}

/** Contents of an OBJECT IDENTIFIER given with dots (X.690, 8.19). */
export function encodeObjectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return Buffer.from([first * 40 + second, ...rest].flatMap(base128));
}

function base128(arc: number): number[] {
  const bytes = [arc & 0x7f];
  for (let left = arc >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

/** One element as it lies in the message. */
export interface Element {
  readonly tag: number;
  /** Where its tag stands. */
  readonly offset: number;
  readonly contents: Buffer;
  readonly contentsOffset: number;
}

/** Reads elements one after another from a part of a message, and counts offsets from the start of the whole. */
export class BerReader {
  readonly #protocol: string;
  readonly #bytes: Buffer;
  readonly #base: number;
  #position = 0;

  /** `base`: offset of `bytes` in the whole message. */
  constructor(protocol: string, bytes: Buffer, base = 0) {
    this.#protocol = protocol;
    this.#bytes = bytes;
    this.#base = base;
  }

  get offset(): number {
    return this.#base + this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** Tag of the next element, undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  /** The next element, which must have this tag; `what` names it in the error. */
  expect(tag: number, what: string): Element {
    const found = this.peek();
    if (found === tag) return this.next(what);
    const seen = found === undefined ? "the end" : `tag ${hex(found)}`;
    throw this.error(`expected ${what} (tag ${hex(tag)}) but found ${seen}.`);
  }

  /** The next element if it has this tag. */
  optional(tag: number, what: string): Element | undefined {
    return this.peek() === tag ? this.next(what) : undefined;
  }

  next(what: string): Element {
    const offset = this.offset;
    const tag = this.#byte(what);
    if ((tag & 0x1f) === 0x1f) throw this.error(`${what} has a tag of several bytes, which nothing here uses.`, offset);
    const length = this.#length(what);
    const left = this.#bytes.length - this.#position;
    if (length > left) {
      throw this.error(`${what} claims ${String(length)} bytes, but ${String(left)} are left.`, offset);
    }
    const contentsOffset = this.offset;
    const contents = this.#bytes.subarray(this.#position, this.#position + length);
    this.#position += length;
    return { tag, offset, contents, contentsOffset };
  }

  /** A reader of an element's contents. */
  inside(element: Element): BerReader {
    return new BerReader(this.#protocol, element.contents, element.contentsOffset);
  }

  /** Throws when anything is left; `what` names that which should have ended. */
  end(what: string): void {
    if (!this.isAtEnd) {
      throw this.error(`${what} is followed by ${String(this.#bytes.length - this.#position)} bytes too many.`);
    }
  }

  smallInteger(what: string): number {
    const { contents, offset } = this.expect(universal.integer, what);
    if (contents.length !== 1) throw this.error(`${what} has ${String(contents.length)} bytes instead of one.`, offset);
    return contents.readInt8(0);
  }

  objectIdentifier(what: string): string {
    const { contents, offset } = this.expect(universal.objectIdentifier, what);
    const last = contents.at(-1);
    if (last === undefined || last >= 0x80) throw this.error(`${what} is cut off.`, offset);
    const arcs: number[] = [];
    let arc = 0;
    for (const byte of contents) {
      arc = arc * 128 + (byte & 0x7f);
      if (byte >= 0x80) continue;
      arcs.push(arc);
      arc = 0;
    }
    const [joined = 0, ...rest] = arcs;
    const first = Math.min(2, Math.floor(joined / 40));
    return [first, joined - first * 40, ...rest].join(".");
  }

  error(what: string, offset = this.offset): Error {
    return malformed(this.#protocol, offset, what);
  }

  #byte(what: string): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined) throw this.error(`the message ends inside ${what}.`);
    this.#position += 1;
    return byte;
  }

  #length(what: string): number {
    const offset = this.offset;
    const first = this.#byte(what);
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 2) {
      throw this.error(`the length of ${what} starts with ${hex(first)}; allowed are 0x00..0x7f, 0x81, 0x82.`, offset);
    }
    let length = 0;
    for (let read = 0; read < count; read += 1) length = length * 256 + this.#byte(what);
    return length;
  }
}
