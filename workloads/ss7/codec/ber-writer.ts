/** Writing BER (ITU-T X.690) with definite lengths of the shortest form, from a message's last byte to its first. */

/** Longer than any message here. */
const capacity = 0x10000;

/**
 * The writer works backwards, so that it knows an element's length when its header is due, and moves nothing: the last element first,
 * its contents before its header.
 */
export class BerWriter {
  readonly #bytes = Buffer.alloc(capacity);
  #at = capacity;

  /** The message that `write` writes. Throws RangeError when it is longer than 65536 bytes. */
  encode(write: () => void): Buffer {
    this.#at = capacity;
    write();
    const message = Buffer.allocUnsafe(capacity - this.#at);
    this.#bytes.copy(message, 0, this.#at);
    return message;
  }

  /** Where an element that is written now ends: what `header` wants. */
  get end(): number {
    return this.#at;
  }

  byte(value: number): void {
    this.#at = this.#room(1);
    this.#bytes[this.#at] = value;
  }

  bytes(part: Buffer): void {
    this.#at = this.#room(part.length);
    this.#bytes.set(part, this.#at);
  }

  /** The header of what was written since `end`. */
  header(tag: number, end: number): void {
    const length = end - this.#at;
    if (length >= 0x80) {
      for (let left = length; left > 0; left >>>= 8) this.byte(left & 0xff);
      this.byte(length < 0x100 ? 0x81 : 0x82);
    } else this.byte(length);
    this.byte(tag);
  }

  element(tag: number, contents: Buffer): void {
    const { end } = this;
    this.bytes(contents);
    this.header(tag, end);
  }

  /** An INTEGER of the universal or another tag. Throws RangeError outside of -128 to 127: nothing here is wider. */
  smallInteger(tag: number, value: number): void {
    if (!Number.isInteger(value) || value < -128 || value > 127) {
      throw new RangeError(`${String(value)} is not -128..127`);
    }
    this.byte(value & 0xff);
    this.byte(1);
    this.byte(tag);
  }

  #room(length: number): number {
    if (length > this.#at) throw new RangeError(`a message is at most ${String(capacity)} bytes long`);
    return this.#at - length;
  }
}

/** Encodes one element; `contents` follow one another. */
export function encodeElement(tag: number, ...contents: readonly Buffer[]): Buffer {
  const writer = new BerWriter();
  return writer.encode(() => {
    const { end } = writer;
    for (const part of contents.toReversed()) writer.bytes(part);
    writer.header(tag, end);
  });
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
