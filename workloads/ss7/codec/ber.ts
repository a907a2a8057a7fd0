/**
 * Reading the part of BER (ITU-T X.690) that TCAP and MAP use. Own code, because decoding has to be fast and able to say at
 * which byte a message is wrong. Writing: `ber-writer.ts`.
 */
import { hex, malformed } from "./decode-error.ts";

/** Universal tags that occur here. */
export const universal = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  external: 0x28,
  sequence: 0x30,
} as const;

const constructed = 0x20;
/** Low bits of a tag that goes on in the bytes behind it. */
const longTag = 0x1f;
/** Elements of indefinite length within one another: bounds what a message can cost. No message here needs ten. */
const greatestDepth = 32;

/** One element as it lies in the message; offsets count from the message's start. */
export class Element {
  /** Its first byte, followed by the others of a tag of several bytes. */
  readonly tag: number;
  /** Where its tag stands. */
  readonly offset: number;
  readonly contentsOffset: number;
  readonly contentsEnd: number;
  /** Where the next one begins: behind the end-of-contents bytes of an indefinite length. */
  readonly end: number;
  readonly #message: Buffer;

  constructor(message: Buffer, tag: number, offset: number, contentsOffset: number, contentsEnd: number, end: number) {
    this.#message = message;
    this.tag = tag;
    this.offset = offset;
    this.contentsOffset = contentsOffset;
    this.contentsEnd = contentsEnd;
    this.end = end;
  }

  get contentsLength(): number {
    return this.contentsEnd - this.contentsOffset;
  }

  get contents(): Buffer {
    return this.#message.subarray(this.contentsOffset, this.contentsEnd);
  }

  /** With tag and length. */
  get whole(): Buffer {
    return this.#message.subarray(this.offset, this.end);
  }
}

/** Reads elements one after another from a part of a message. */
export class BerReader {
  readonly #protocol: string;
  readonly #bytes: Buffer;
  readonly #end: number;
  #position: number;

  constructor(protocol: string, bytes: Buffer, start = 0, end = bytes.length) {
    this.#protocol = protocol;
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  get offset(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#end;
  }

  /** First byte of the next element's tag, undefined at the end. */
  peek(): number | undefined {
    return this.#position < this.#end ? this.#bytes[this.#position] : undefined;
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
    const offset = this.#position;
    const tag = this.#tag(what);
    const length = this.#length(what);
    const start = this.#position;
    if (length === undefined) {
      if ((this.#bytes[offset] ?? 0) & constructed) {
        this.#skipContents(what, 1);
        return new Element(this.#bytes, tag, offset, start, this.#position - 2, this.#position);
      }
      throw this.error(`${what} has an indefinite length, which only an element of elements may have.`, offset);
    }
    this.#skip(length, what, offset);
    return new Element(this.#bytes, tag, offset, start, this.#position, this.#position);
  }

  /** A reader of an element's contents. */
  inside(element: Element): BerReader {
    return new BerReader(this.#protocol, this.#bytes, element.contentsOffset, element.contentsEnd);
  }

  /** Throws when anything is left; `what` names that which should have ended. */
  end(what: string): void {
    if (!this.isAtEnd) {
      throw this.error(`${what} is followed by ${String(this.#end - this.#position)} bytes too many.`);
    }
  }

  /** An INTEGER of 32 bits at most. */
  integer(what: string): number {
    const { contentsOffset, contentsLength, offset } = this.expect(universal.integer, what);
    if (contentsLength === 1) return this.#bytes.readInt8(contentsOffset);
    if (contentsLength < 1 || contentsLength > 4) {
      throw this.error(`${what} has ${String(contentsLength)} bytes; allowed are 1 to 4.`, offset);
    }
    return this.#bytes.readIntBE(contentsOffset, contentsLength);
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
    if (this.#position >= this.#end) throw this.error(`the message ends inside ${what}.`);
    const byte = this.#bytes[this.#position] ?? 0;
    this.#position += 1;
    return byte;
  }

  /** Tags of several bytes (X.690, 8.1.2.4) only occur in elements that are skipped. */
  #tag(what: string): number {
    const offset = this.#position;
    let tag = this.#byte(what);
    if ((tag & longTag) !== longTag) return tag;
    for (let more = 0; more < 3; more += 1) {
      const byte = this.#byte(what);
      tag = tag * 0x100 + byte;
      if (byte < 0x80) return tag;
    }
    throw this.error(`${what} has a tag of more than four bytes.`, offset);
  }

  /** Undefined: indefinite (X.690, 8.1.3). */
  #length(what: string): number | undefined {
    const offset = this.#position;
    const first = this.#byte(what);
    if (first < 0x80) return first;
    if (first === 0x80) return undefined;
    const count = first & 0x7f;
    if (count > 4) throw this.error(`the length of ${what} has ${String(count)} bytes; allowed are 1 to 4.`, offset);
    let length = 0;
    for (let read = 0; read < count; read += 1) length = length * 256 + this.#byte(what);
    return length;
  }

  #skip(length: number, what: string, offset: number): void {
    const left = this.#end - this.#position;
    if (length > left) {
      throw this.error(`${what} claims ${String(length)} bytes, but ${String(left)} are left.`, offset);
    }
    this.#position += length;
  }

  /** To behind the two zero bytes that end an indefinite length; nothing else within begins with a zero. */
  #skipContents(what: string, depth: number): void {
    if (depth > greatestDepth) throw this.error(`${what} holds elements more than ${String(greatestDepth)} deep.`);
    for (;;) {
      const offset = this.#position;
      const tag = this.#tag(what);
      const length = this.#length(what);
      if (tag === 0) {
        if (length === 0) return;
        throw this.error(`${what} holds an end of contents that is not two zero bytes.`, offset);
      }
      if (length !== undefined) this.#skip(length, what, offset);
      else this.#skipContents(what, depth + 1);
    }
  }
}
