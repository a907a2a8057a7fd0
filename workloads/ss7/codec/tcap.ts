/**
 * TCAP messages (ITU-T Q.773): Begin, Continue, End and Abort, with the structured dialogue's portions, as a MAP dialogue of
 * one operation meets them. Component parameters stay bytes: they are the user's (MAP's). Encoded with definite lengths,
 * decoded with any.
 */
import { BerReader, universal, type Element } from "./ber.ts";
import { BerWriter, encodeElement, encodeObjectIdentifier } from "./ber-writer.ts";
import { hex } from "./decode-error.ts";
import { decodeComponents, writeComponents, type Component } from "./tcap-component.ts";

export type TransactionId = number;

/** Bytes of a transaction id: 7 and 00000007 are different ids, and a peer knows its own only as it wrote it. Absent: 4. */
type IdLength = 1 | 2 | 3;

interface Origin {
  readonly originatingId: TransactionId;
  readonly originatingIdLength?: IdLength;
}
interface Destination {
  readonly destinationId: TransactionId;
  readonly destinationIdLength?: IdLength;
}
interface Body {
  /** Application context, with dots: asked for in a Begin (AARQ), accepted in an answer (AARE). Absent: no dialogue portion. */
  readonly applicationContext?: string;
  readonly components: readonly Component[];
}

export type TcapMessage =
  | ({ readonly type: "begin" } & Origin & Body)
  | ({ readonly type: "continue" } & Origin & Destination & Body)
  | ({ readonly type: "end" } & Destination & Body)
  | ({
      readonly type: "abort";
      /**
       * P-AbortCause: 0 unrecognised message, 1 unrecognised transaction, 2 badly formatted, 3 incorrect, 4 resources. Absent:
       * the user's abort, whose information is not read.
       */
      readonly cause?: number;
    } & Destination);

const tags = {
  begin: 0x62,
  end: 0x64,
  continue: 0x65,
  abort: 0x67,
  originatingId: 0x48,
  destinationId: 0x49,
  cause: 0x4a,
  dialogue: 0x6b,
  components: 0x6c,
} as const;
const dialogueTags = { single: 0xa0, request: 0x60, response: 0x61, version: 0x80, context: 0xa1 } as const;

/** dialogue-as-id of Q.773, {itu-t recommendation q 773 as(1) dialogue-as(1) version1(1)}. */
const dialogueAsId = "0.0.17.773.1.1.1";

const writer = new BerWriter();

export function encodeTcap(message: TcapMessage): Buffer {
  return writer.encode(() => {
    const { end } = writer;
    if (message.type === "abort") {
      if (message.cause !== undefined) {
        writer.byte(message.cause);
        writer.byte(1);
        writer.byte(tags.cause);
      }
    } else writeBody(message);
    if (message.type !== "begin") writeId(tags.destinationId, message.destinationId, message.destinationIdLength);
    if (message.type === "begin" || message.type === "continue") {
      writeId(tags.originatingId, message.originatingId, message.originatingIdLength);
    }
    writer.header(tags[message.type], end);
  });
}

function writeBody({ type, applicationContext, components }: TcapMessage & Body): void {
  if (components.length > 0) {
    const { end } = writer;
    writeComponents(writer, components);
    writer.header(tags.components, end);
  }
  if (applicationContext === undefined) return;
  writer.bytes(dialogueOf(type === "begin" ? dialogueTags.request : dialogueTags.response, applicationContext));
}

function writeId(tag: number, id: TransactionId, length: number = 4): void {
  for (let left = id, at = 0; at < length; at += 1, left >>>= 8) writer.byte(left & 0xff);
  writer.byte(length);
  writer.byte(tag);
}

/** Throws `malformed` for anything but the four messages, whole and with nothing behind them. */
export function decodeTcap(bytes: Buffer): TcapMessage {
  const outer = new BerReader("TCAP", bytes);
  const whole = outer.next("the message");
  outer.end("the message");
  const reader = outer.inside(whole);
  switch (whole.tag) {
    case tags.begin:
      return { type: "begin", ...decodeOrigin(reader), ...decodeBody(reader, bytes) };
    case tags.continue:
      return { type: "continue", ...decodeOrigin(reader), ...decodeDestination(reader), ...decodeBody(reader, bytes) };
    case tags.end:
      return { type: "end", ...decodeDestination(reader), ...decodeBody(reader, bytes) };
    case tags.abort:
      return { type: "abort", ...decodeDestination(reader), ...decodeCause(reader) };
    default:
      throw outer.error(
        `tag ${hex(whole.tag)} is none of Begin (0x62), End (0x64), Continue (0x65) and Abort (0x67).`,
        0,
      );
  }
}

/**
 * The asker's transaction, without the rest of the message: the originating one, or where there is none the destination. Throws
 * `malformed` for a message that does not begin with one.
 */
export function transactionOf(bytes: Buffer): TransactionId {
  const outer = new BerReader("TCAP", bytes);
  const reader = outer.inside(outer.next("the message"));
  const what = "the transaction id";
  return idOf(reader, reader.next(what), what);
}

function decodeOrigin(reader: BerReader): Origin {
  const what = "the originating transaction id";
  const element = reader.expect(tags.originatingId, what);
  const originatingId = idOf(reader, element, what);
  const length = element.contentsLength;
  return length === 4 ? { originatingId } : { originatingId, originatingIdLength: length as IdLength };
}

function decodeDestination(reader: BerReader): Destination {
  const what = "the destination transaction id";
  const element = reader.expect(tags.destinationId, what);
  const destinationId = idOf(reader, element, what);
  const length = element.contentsLength;
  return length === 4 ? { destinationId } : { destinationId, destinationIdLength: length as IdLength };
}

function idOf(reader: BerReader, element: Element, what: string): TransactionId {
  const { contentsLength: length, offset } = element;
  if (length < 1 || length > 4) {
    throw reader.error(`${what} has ${String(length)} bytes; allowed are 1 to 4.`, offset);
  }
  return element.contents.readUIntBE(0, length);
}

/** A P-Abort cause, or a user's abort: a dialogue portion or nothing. */
function decodeCause(reader: BerReader): { cause?: number } {
  const element = reader.optional(tags.cause, "the P-Abort cause");
  if (element === undefined) {
    reader.optional(tags.dialogue, "the dialogue portion");
    reader.end("the Abort");
    return {};
  }
  const [cause] = element.contents;
  if (cause === undefined || element.contentsLength !== 1) {
    throw reader.error("the P-Abort cause is not one byte.", element.offset);
  }
  reader.end("the Abort");
  return { cause };
}

/** Bit 0 of a BIT STRING with seven unused bits: version 1. */
const version1 = Buffer.from([0x07, 0x80]);
const zero = encodeElement(universal.integer, Buffer.from([0]));

const responseEnd = Buffer.concat([
  encodeElement(0xa2, zero), // result: accepted
  encodeElement(0xa3, encodeElement(0xa1, zero)), // user: null
]);

/** Dialogue portions seen so far, so that the codec makes and reads the equal ones of all dialogues once. */
const written = new Map<string, Buffer>();
const read = new Map<string, string>();
/** Other people's equipment may put what it likes into its dialogues. */
const mostRemembered = 64;

function dialogueOf(tag: number, applicationContext: string): Buffer {
  const key = `${String(tag)} ${applicationContext}`;
  let dialogue = written.get(key);
  if (dialogue === undefined) {
    const context = encodeElement(universal.objectIdentifier, encodeObjectIdentifier(applicationContext));
    const pdu = encodeElement(
      tag,
      encodeElement(dialogueTags.version, version1),
      encodeElement(dialogueTags.context, context),
      ...(tag === dialogueTags.response ? [responseEnd] : []),
    );
    const asId = encodeElement(universal.objectIdentifier, encodeObjectIdentifier(dialogueAsId));
    const external = encodeElement(universal.external, asId, encodeElement(dialogueTags.single, pdu));
    dialogue = encodeElement(tags.dialogue, external);
    if (written.size < mostRemembered) written.set(key, dialogue);
  }
  return dialogue;
}

function decodeBody(reader: BerReader, bytes: Buffer): { applicationContext?: string; components: Component[] } {
  const dialogue = reader.optional(tags.dialogue, "the dialogue portion");
  const portion = reader.optional(tags.components, "the component portion");
  reader.end("the component portion");
  const components = portion === undefined ? [] : decodeComponents(reader.inside(portion));
  if (dialogue === undefined) return { components };
  const key = bytes.toString("latin1", dialogue.contentsOffset, dialogue.contentsEnd);
  let applicationContext = read.get(key);
  if (applicationContext === undefined) {
    applicationContext = decodeDialogue(reader.inside(dialogue));
    if (read.size < mostRemembered) read.set(key, applicationContext);
  }
  return { applicationContext, components };
}

/** The application context of an AARQ or AARE; its optional parts are not read. */
function decodeDialogue(reader: BerReader): string {
  const external = reader.inside(reader.expect(universal.external, "the EXTERNAL of the dialogue portion"));
  const offset = external.offset;
  const asId = external.objectIdentifier("the dialogue's abstract syntax");
  if (asId !== dialogueAsId) {
    throw external.error(`the dialogue's abstract syntax is ${asId}; allowed is ${dialogueAsId}.`, offset);
  }
  const single = external.inside(external.expect(dialogueTags.single, "the dialogue's single ASN.1 type"));
  const isRequest = single.peek() === dialogueTags.request;
  const tag = isRequest ? dialogueTags.request : dialogueTags.response;
  const pdu = single.inside(single.expect(tag, isRequest ? "AARQ" : "AARE"));
  pdu.optional(dialogueTags.version, "the protocol version");
  const context = pdu.inside(pdu.expect(dialogueTags.context, "the application context"));
  return context.objectIdentifier("the application context's name");
}
