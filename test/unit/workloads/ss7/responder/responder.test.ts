import { describe, expect, test } from "vitest";
import { encodeTcap, decodeTcap, type TcapMessage } from "../../../../../workloads/ss7/codec/tcap.ts";
import { decodeRoutingInfoResult } from "../../../../../workloads/ss7/codec/map.ts";
import { requestOf } from "../../../../../workloads/ss7/generator/dialogue.ts";
import { Responder } from "../../../../../workloads/ss7/responder/responder.ts";

const begin = (components: (TcapMessage & { type: "begin" })["components"]): Buffer =>
  encodeTcap({ type: "begin", originatingId: 7, components });

describe("Responder", () => {
  test("answers with the subscriber's identity, derived from the number asked for", () => {
    const reply = new Responder().answer(201, requestOf(123_456), 0);
    expect(reply).toMatchObject({ isSuccess: true, isRepeated: false });
    const message = decodeTcap(reply.tcap ?? Buffer.alloc(0));
    expect(message).toMatchObject({ type: "end", destinationId: 123_456, applicationContext: "0.4.0.0.1.0.20.3" });
    const [component] = message.type === "end" ? message.components : [];
    expect(component?.type).toBe("returnResultLast");
    const result = component?.type === "returnResultLast" ? component.parameter : undefined;
    expect(decodeRoutingInfoResult(result ?? Buffer.alloc(0))).toEqual({
      imsi: "240996700123456",
      networkNode: "46705000001",
    });
  });

  test("answers a repeated request again and says so", () => {
    const responder = new Responder();
    const first = responder.answer(201, requestOf(1), 0);
    const second = responder.answer(201, requestOf(1), 2000);
    expect([first.isRepeated, second.isRepeated]).toEqual([false, true]);
    expect(second.tcap).toEqual(first.tcap);
  });

  test("keeps the transactions of different askers apart", () => {
    const responder = new Responder();
    responder.answer(201, requestOf(1), 0);
    expect(responder.answer(202, requestOf(1), 0).isRepeated).toBe(false);
  });

  test("refuses another operation with facilityNotSupported", () => {
    const reply = new Responder().answer(201, begin([{ type: "invoke", invokeId: 3, operation: 2 }]), 0);
    expect(reply).toMatchObject({ isSuccess: false, reason: "operation 2 is not served" });
    expect(decodeTcap(reply.tcap ?? Buffer.alloc(0))).toEqual({
      type: "end",
      destinationId: 7,
      components: [{ type: "returnError", invokeId: 3, error: 21 }],
    });
  });

  test("refuses an argument that it cannot read with unexpectedDataValue", () => {
    const reply = new Responder().answer(201, begin([{ type: "invoke", invokeId: 3, operation: 45 }]), 0);
    expect(reply).toMatchObject({
      isSuccess: false,
      reason: "MAP, byte 0: expected the argument (tag 0x30) but found the end.",
    });
    expect(decodeTcap(reply.tcap ?? Buffer.alloc(0))).toMatchObject({ components: [{ error: 36 }] });
  });

  test("aborts a Begin without Invoke", () => {
    const reply = new Responder().answer(201, begin([]), 0);
    expect(decodeTcap(reply.tcap ?? Buffer.alloc(0))).toEqual({ type: "abort", destinationId: 7, cause: 2 });
  });

  test("answers nothing to what it cannot read", () => {
    const reply = new Responder().answer(201, Buffer.from("62", "hex"), 0);
    expect(reply).toEqual({
      isSuccess: false,
      isRepeated: false,
      reason: "TCAP, byte 1: the message ends inside the message.",
    });
  });
});

describe("Responder, to other people's requests", () => {
  /** A Begin as equipment writes it that uses indefinite lengths; transaction 101, 45 to a number of Q.773's form. */
  const indefinite = Buffer.from(
    "62 80 48 04 00000065 6c 80 a1 80 02 01 01 02 01 2d 30 80 80 07 91 6407000021f3 81 01 ff 82 07 91 6407080000f0 0000 0000 0000 0000".replaceAll(
      " ",
      "",
    ),
    "hex",
  );

  test("answers one of indefinite lengths", () => {
    expect(new Responder().answer(201, indefinite, 0)).toMatchObject({ isSuccess: true });
  });

  test("answers with the transaction id in as many bytes as it was given", () => {
    const short = encodeTcap({ type: "begin", originatingId: 7, originatingIdLength: 2, components: [] });
    expect(new Responder().answer(201, short, 0).tcap?.toString("hex")).toBe("670749020007" + "4a0102");
  });

  test("aborts the Continue of a dialogue that nobody has open", () => {
    const tcap = encodeTcap({ type: "continue", originatingId: 7, destinationId: 9, components: [] });
    const reply = new Responder().answer(201, tcap, 0);
    expect(reply).toMatchObject({ isSuccess: false, reason: "a continue for a dialogue that nobody has open" });
    expect(decodeTcap(reply.tcap ?? Buffer.alloc(0))).toEqual({ type: "abort", destinationId: 7, cause: 1 });
  });
});
