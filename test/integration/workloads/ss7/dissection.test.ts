/** The codecs against an independent dissector: tshark reads what they write. Needs the package `tshark`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { decodeM3ua, encodeM3ua, type M3uaMessage } from "../../../../workloads/ss7/codec/m3ua.ts";
import { decodeSccp, encodeSccp, subsystems } from "../../../../workloads/ss7/codec/sccp.ts";
import { decodeTcap, encodeTcap } from "../../../../workloads/ss7/codec/tcap.ts";
import { readAnswer, requestOf } from "../../../../workloads/ss7/generator/dialogue.ts";
import { AspMachine } from "../../../../workloads/ss7/m3ua/asp-state.ts";
import { wrapTcap } from "../../../../workloads/ss7/m3ua/user-data.ts";
import { Responder } from "../../../../workloads/ss7/responder/responder.ts";
import { captureOf } from "./capture.ts";

const isInstalled = execaSync("tshark", ["--version"], { reject: false }).exitCode === 0;
const scratch = mkdtempSync(join(tmpdir(), "crossbed-dissection-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const generator = { pointCode: 201, subsystem: subsystems.mobileSwitchingCentre };
const register = { pointCode: 101, subsystem: subsystems.homeLocationRegister };
const data = (tcap: Buffer): M3uaMessage => wrapTcap(101, register, generator, tcap, 5);
const answer = (tcap: Buffer): Buffer => new Responder().answer(201, tcap, 0).tcap ?? Buffer.alloc(0);

/** The file's packets as lines of the named fields, tab-separated. */
async function dissect(file: string, fields: readonly string[], filter = ""): Promise<string[]> {
  const { stdout } = await execa("tshark", [
    ...["-r", file, "-o", 'uat:user_dlts:"User 0 (DLT=147)","m3ua","0","","0",""'],
    ...["-T", "fields", ...fields.flatMap((field) => ["-e", field])],
    ...(filter === "" ? [] : ["-Y", filter]),
  ]);
  return stdout === "" ? [] : stdout.split("\n");
}

/** Packets in which the dissector found something wrong, or bytes that it could not name. */
const complaints = async (file: string): Promise<string[]> =>
  await dissect(file, ["frame.number", "_ws.expert.message", "data.data"], "_ws.malformed or _ws.expert or data");

interface Foreign {
  readonly bytes: Buffer;
  /** Class, type and transaction as tshark reads them. */
  readonly dissected: string;
  /** Type as the decoders read it, or what the service and the generator make of it. */
  readonly message: unknown;
}
const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ""), "hex");
/** SCCP in DATA from 201 to 101. */
const carried = (sccp: Buffer): Buffer => {
  const { protocolData } = wrapTcap(101, generator, register, Buffer.alloc(0), 5);
  if (protocolData === undefined) throw new RangeError("no data");
  return encodeM3ua({ type: "data", routingContext: 101, protocolData: { ...protocolData, data: sccp } });
};
const udt = (tcap: string): Buffer =>
  encodeSccp({ type: "unitdata", called: register, calling: generator, data: bytesOf(tcap) });
/** The same without the padding behind its last parameter, which a sender need not count. */
const unpadded = (message: Buffer): Buffer => {
  const padding = -message.readUInt16BE(message.indexOf(Buffer.from("0210", "hex")) + 2) & 3;
  if (padding === 0) throw new RangeError("nothing is padded");
  const bytes = Buffer.from(message.subarray(0, message.length - padding));
  bytes.writeUInt32BE(bytes.length, 4);
  return bytes;
};
/** AARQ of shortMsgGatewayContext-v3, whose arguments have options. */
const dialogue = "6b 1e 28 1c 06 07 00118605010101 a0 11 60 0f 80 02 0780 a1 09 06 07 04000001001403";
const argument = "80 07 91 6407000021f3 81 01 ff 82 07 91 6407080000f0";

/** An M3UA message's type; of a request the service's reply, of an answer whether the generator takes it for a success. */
function read(bytes: Buffer): unknown {
  const { type, protocolData } = decodeM3ua(bytes);
  if (protocolData === undefined) return type;
  const { data: tcap } = decodeSccp(protocolData.data);
  const message = decodeTcap(tcap);
  if (message.type !== "begin") return readAnswer(protocolData.data).isSuccess;
  return new Responder().answer(201, tcap, 0).reason ?? "served";
}

const foreign: readonly Foreign[] = [
  {
    bytes: bytesOf("01000205 00000020 00060008 00000065 00120008 00000065 02040008 00010003"),
    dissected: "2\t5\t",
    message: "userPartUnavailable",
  },
  {
    bytes: bytesOf("01000204 00000020 00060008 00000065 00120008 00000065 02050008 00000002"),
    dissected: "2\t4\t",
    message: "congestion",
  },
  {
    bytes: bytesOf("01000202 00000020 0006000c 00000065 00000066 0012000c 00000065 00000066"),
    dissected: "2\t2\t",
    message: "destinationAvailable",
  },
  { bytes: bytesOf("01000201 00000010 00120008 00000065"), dissected: "2\t1\t", message: "destinationUnavailable" },
  { bytes: bytesOf("01000206 00000010 00120008 00000065"), dissected: "2\t6\t", message: "destinationRestricted" },
  { bytes: bytesOf("01000000 00000018 000c0008 00000003 00070008 00000001"), dissected: "0\t0\t", message: "error" },
  {
    bytes: bytesOf("01000001 0000001c 000d0008 00010004 0006000c 00000065 00000066"),
    dissected: "0\t1\t",
    message: "notify",
  },
  // Indefinite lengths throughout, in TCAP and in MAP.
  {
    bytes: carried(udt(`62 80 48 04 00000065 6c 80 a1 80 020101 02012d 30 80 ${argument} 0000 0000 0000 0000`)),
    dissected: "1\t1\t00000065",
    message: "served",
  },
  // An answer whose components and result are of indefinite length.
  {
    bytes: carried(
      bytesOf(
        "0980 03070b 04 43 c900 08 04 43 6500 06 2f 64 2d 49 04 00000065 6c 80 a2 21 020101 30 80 02012d 30 15 0408 42909988776655f4 a009 8107 916407500000f1 0000 0000",
      ),
    ),
    dissected: "1\t1\t00000065",
    message: true,
  },
  // The header's length leaves out the last parameter's padding, and so does the message.
  {
    bytes: unpadded(carried(udt("67 09 49 04 00000065 4a 01 01"))),
    dissected: "1\t1\t00000065",
    message: false,
  },
  // Lengths in forms longer than they need be, an id of two bytes.
  {
    bytes: carried(udt(`62 81 2b 48 02 0102 6c 82 0023 a1 81 20 020101 02012d 30 83 000015 ${argument}`)),
    dissected: "1\t1\t0102",
    message: "served",
  },
  // XUDT: hop counter, addresses without point code, gprsSupportIndicator in MAP, importance as an option of SCCP.
  {
    bytes: carried(
      bytesOf(
        `11 80 0f 04 06 08 51 02 42 06 02 42 08 49 62 47 48 02 0102 ${dialogue} 6c 21 a1 1f 020101 02012d 30 17 ${argument} 87 00 12 01 05 00`,
      ),
    ),
    dissected: "1\t1\t0102",
    message: "served",
  },
  // A user's abort with its dialogue, and one without a word; a provider's.
  {
    bytes: carried(udt("67 1a 49 04 00000065 6b 12 28 10 06 07 00118605010101 a0 05 64 03 80 01 00")),
    dissected: "1\t1\t00000065",
    message: false,
  },
  { bytes: carried(udt("67 06 49 04 00000065")), dissected: "1\t1\t00000065", message: false },
  { bytes: carried(udt("67 09 49 04 00000065 4a 01 01")), dissected: "1\t1\t00000065", message: false },
  // Reject, and ReturnError (unknownSubscriber) without parameter.
  {
    bytes: carried(udt("64 10 49 04 00000065 6c 08 a4 06 020101 81 01 01")),
    dissected: "1\t1\t00000065",
    message: false,
  },
  {
    bytes: carried(udt("64 10 49 04 00000065 6c 08 a3 06 020101 020101")),
    dissected: "1\t1\t00000065",
    message: false,
  },
  // An answer that leaves the dialogue open.
  { bytes: carried(udt("65 0d 48 01 02 49 01 65 6c 05 a2 03 020101")), dissected: "1\t1\t02,65", message: true },
];

describe.skipIf(!isInstalled)("tshark", () => {
  test("reads a request and its answer down to the subscriber's digits", async () => {
    const file = join(scratch, "dialogue.pcap");
    const request = requestOf(123_456);
    writeFileSync(
      file,
      captureOf([wrapTcap(201, generator, register, request, 5), data(answer(request))].map(encodeM3ua)),
    );
    const fields = [
      "m3ua.protocol_data_opc",
      "sccp.called.ssn",
      "tcap.tid",
      "gsm_old.localValue",
      "e164.msisdn",
      "e212.imsi",
    ];
    expect(await dissect(file, fields)).toEqual([
      "201\t6\t0001e240\t45\t46700123456,46708000000\t",
      "101\t8\t0001e240\t45\t46705000001\t240996700123456",
    ]);
    expect(await complaints(file)).toEqual([]);
  });

  test("complains about none of the other messages that the workload sends", async () => {
    const asp = new AspMachine({ pointCode: 101, routingContext: 101 });
    const result = { localRoutingKeyId: 1, registrationStatus: 0, routingContext: 101 };
    const control = [
      asp.start(),
      asp.receive({ type: "aspUpAck" }),
      asp.receive({ type: "registrationResponse", registrationResult: result }),
      asp.receive({ type: "aspDownAck" }),
      asp.receive({ type: "aspUpAck" }),
      asp.receive({ type: "registrationResponse", registrationResult: result }),
      asp.activate(),
      asp.receive({ type: "heartbeat", heartbeatData: Buffer.from("0123", "hex") }),
      asp.deactivate(),
    ].flatMap(({ send }) => send);
    const begin = { type: "begin", originatingId: 7 } as const;
    const refused = encodeTcap({ ...begin, components: [{ type: "invoke", invokeId: 1, operation: 45 }] });
    const sentBack = encodeSccp({
      type: "unitdataService",
      cause: 4,
      called: register,
      calling: generator,
      data: requestOf(1),
    });
    const wrapped = data(answer(refused));
    const messages = [
      ...control,
      wrapped,
      data(answer(encodeTcap({ ...begin, components: [] }))),
      { ...wrapped, protocolData: { ...wrapped.protocolData, data: sentBack } } as M3uaMessage,
    ];
    const file = join(scratch, "others.pcap");
    writeFileSync(file, captureOf(messages.map(encodeM3ua)));
    const classes = await dissect(file, ["m3ua.message_class", "m3ua.message_type"]);
    expect(classes).toEqual(["3\t1", "9\t1", "3\t2", "3\t1", "9\t1", "4\t1", "3\t6", "4\t2", "1\t1", "1\t1", "1\t1"]);
    expect(await complaints(file)).toEqual([]);
  });

  test("reads what other equipment may write as the decoders do, and complains of none of it", async () => {
    const file = join(scratch, "foreign.pcap");
    writeFileSync(file, captureOf(foreign.map(({ bytes }) => bytes)));
    const classes = await dissect(file, ["m3ua.message_class", "m3ua.message_type", "tcap.tid"]);
    expect(classes).toEqual(foreign.map(({ dissected }) => dissected));
    expect(await complaints(file)).toEqual([]);
    expect(foreign.map(({ bytes }) => read(bytes))).toEqual(foreign.map(({ message }) => message));
  });

  test("would complain: of a message that is cut off, and of a parameter that MAP does not have", async () => {
    const file = join(scratch, "broken.pcap");
    const cut = requestOf(1).subarray(0, -1);
    const unknown = Buffer.from(requestOf(1));
    unknown[unknown.indexOf(Buffer.from("8207", "hex"))] = 0x8f;
    for (const broken of [cut, unknown]) {
      writeFileSync(file, captureOf([encodeM3ua(data(broken))]));
      expect(await complaints(file)).toHaveLength(1);
    }
  });
});
