/**
 * TCAP messages (ITU-T Q.773): Begin, End and Abort, with the structured dialogue's portions, as a MAP dialogue of one
 * operation uses them. Component parameters stay bytes: they are the user's (MAP's).
 */
import { BerReader, encodeElement, encodeObjectIdentifier, encodeSmallInteger, universal } from "./ber.ts";
import { decodeComponents, encodeComponents, type Component } from "./tcap-component.ts";

/** Four bytes wide here; Q.773 allows one to four. */
export type TransactionId = number;

export type TcapMessage =
  | {
      readonly type: "begin";
      readonly originatingId: TransactionId;
      /** Application context of the request (AARQ), with dots. Absent: no dialogue portion. */
      readonly applicationContext?: string;
      readonly components: readonly Component[];
    }
  | {
      readonly type: "end";
      readonly destinationId: TransactionId;
      /** Application context of the response (AARE), accepted. Absent: no dialogue portion. */
      readonly applicationContext?: string;
      readonly components: readonly Component[];
    }
  | {
      readonly type: "abort";
      readonly destinationId: TransactionId;
      /** P-AbortCause: 0 unrecognised message, 1 unrecognised transaction, 2 badly formatted, 3 incorrect, 4 resources. */
      readonly cause: number;
    };

const tags = {
  begin: 0x62,
  end: 0x64,
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

export function encodeTcap(message: TcapMessage): Buffer {
  switch (message.type) {
    case "begin":
      return encodeElement(
        tags.begin,
        encodeId(tags.originatingId, message.originatingId),
        ...encodeDialogue(dialogueTags.request, message.applicationContext),
        ...encodePortion(message.components),
      );
    case "end":
      return encodeElement(
        tags.end,
        encodeId(tags.destinationId, message.destinationId),
        ...encodeDialogue(dialogueTags.response, message.applicationContext),
        ...encodePortion(message.components),
      );
    case "abort":
      return encodeElement(
        tags.abort,
        encodeId(tags.destinationId, message.destinationId),
        encodeElement(tags.cause, Buffer.from([message.cause])),
      );
  }
}

/** Throws `malformed` for anything but the three messages, whole and with nothing behind them. */
export function decodeTcap(bytes: Buffer): TcapMessage {
  const outer = new BerReader("TCAP", bytes);
  const whole = outer.next("the message");
  outer.end("the message");
  const reader = outer.inside(whole);
  switch (whole.tag) {
    case tags.begin: {
      const originatingId = decodeId(reader, tags.originatingId, "the originating transaction id");
      return { type: "begin", originatingId, ...decodeBody(reader, dialogueTags.request) };
    }
    case tags.end: {
      const destinationId = decodeId(reader, tags.destinationId, "the destination transaction id");
      return { type: "end", destinationId, ...decodeBody(reader, dialogueTags.response) };
    }
    case tags.abort: {
      const destinationId = decodeId(reader, tags.destinationId, "the destination transaction id");
      const { contents, offset } = reader.expect(tags.cause, "the P-Abort cause");
      const [cause] = contents;
      if (cause === undefined || contents.length !== 1)
        throw reader.error("the P-Abort cause is not one byte.", offset);
      reader.end("the Abort");
      return { type: "abort", destinationId, cause };
    }
    default:
      throw outer.error(`tag 0x${whole.tag.toString(16)} is none of Begin (0x62), End (0x64) and Abort (0x67).`, 0);
  }
}

function encodeId(tag: number, id: TransactionId): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(id);
  return encodeElement(tag, bytes);
}

function decodeId(reader: BerReader, tag: number, what: string): TransactionId {
  const { contents, offset } = reader.expect(tag, what);
  if (contents.length < 1 || contents.length > 4) {
    throw reader.error(`${what} has ${String(contents.length)} bytes; allowed are 1 to 4.`, offset);
  }
  return contents.readUIntBE(0, contents.length);
}

const encodePortion = (components: readonly Component[]): Buffer[] =>
  components.length === 0 ? [] : [encodeElement(tags.components, encodeComponents(components))];

/** Bit 0 of a BIT STRING with seven unused bits: version 1. */
const version1 = Buffer.from([0x07, 0x80]);

const responseEnd = Buffer.concat([
  encodeElement(0xa2, encodeElement(universal.integer, encodeSmallInteger(0))), // result: accepted
  encodeElement(0xa3, encodeElement(0xa1, encodeElement(universal.integer, encodeSmallInteger(0)))), // user: null
]);

const dialogues = new Map<string, Buffer[]>();

/** Equal for every dialogue of a context, so made once. */
function encodeDialogue(tag: number, applicationContext: string | undefined): Buffer[] {
  if (applicationContext === undefined) return [];
  const key = `${String(tag)} ${applicationContext}`;
  let dialogue = dialogues.get(key);
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
    dialogue = [encodeElement(tags.dialogue, external)];
    dialogues.set(key, dialogue);
  }
  return dialogue;
}

function decodeBody(reader: BerReader, pduTag: number): { applicationContext?: string; components: Component[] } {
  const dialogue = reader.optional(tags.dialogue, "the dialogue portion");
  const portion = reader.optional(tags.components, "the component portion");
  reader.end("the component portion");
  return {
    ...(dialogue === undefined ? {} : { applicationContext: decodeDialogue(reader.inside(dialogue), pduTag) }),
    components: portion === undefined ? [] : decodeComponents(reader.inside(portion)),
  };
}

function decodeDialogue(reader: BerReader, pduTag: number): string {
  const external = reader.inside(reader.expect(universal.external, "the EXTERNAL of the dialogue portion"));
  const offset = external.offset;
  const asId = external.objectIdentifier("the dialogue's abstract syntax");
  if (asId !== dialogueAsId) {
    throw external.error(`the dialogue's abstract syntax is ${asId}; allowed is ${dialogueAsId}.`, offset);
  }
  const single = external.inside(external.expect(dialogueTags.single, "the dialogue's single ASN.1 type"));
  const pdu = single.inside(single.expect(pduTag, pduTag === dialogueTags.request ? "AARQ" : "AARE"));
  pdu.optional(dialogueTags.version, "the protocol version");
  const context = pdu.inside(pdu.expect(dialogueTags.context, "the application context"));
  return context.objectIdentifier("the application context's name");
}
