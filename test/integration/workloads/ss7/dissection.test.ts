/** The codecs against an independent dissector: tshark reads what they write. Needs the package `tshark`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { afterAll, describe, expect, test } from "vitest";
import { encodeM3ua, type M3uaMessage } from "../../../../workloads/ss7/codec/m3ua.ts";
import { encodeSccp, subsystems } from "../../../../workloads/ss7/codec/sccp.ts";
import { encodeTcap } from "../../../../workloads/ss7/codec/tcap.ts";
import { requestOf } from "../../../../workloads/ss7/generator/dialogue.ts";
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
