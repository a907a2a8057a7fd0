import { describe, expect, test } from "vitest";
import { BerReader } from "../../../../../workloads/ss7/codec/ber.ts";
import { BerWriter, encodeElement, encodeObjectIdentifier } from "../../../../../workloads/ss7/codec/ber-writer.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");

describe("encodeElement", () => {
  test("uses the short form up to 127 bytes and the shortest long form above", () => {
    const header = (length: number): string => encodeElement(0x04, Buffer.alloc(length)).toString("hex").slice(0, 8);
    expect(header(127)).toBe("047f0000");
    expect(header(128)).toBe("04818000");
    expect(header(255)).toBe("0481ff00");
    expect(header(256)).toBe("04820100");
  });

  test("joins its contents", () => {
    expect(encodeElement(0x30, bytes("0500"), bytes("0101ff")).toString("hex")).toBe("300505000101ff");
  });
});

describe("BerWriter", () => {
  const writer = new BerWriter();
  const integer = (value: number): string =>
    writer
      .encode(() => {
        writer.smallInteger(0x02, value);
      })
      .toString("hex");

  test("writes an integer in two's complement", () => {
    expect([0, 127, -128, -1].map(integer)).toEqual(["020100", "02017f", "020180", "0201ff"]);
  });

  test("refuses an integer that needs a second byte", () => {
    expect(() => integer(128)).toThrow(new RangeError("128 is not -128..127"));
  });

  test("writes the last first, and starts anew after a message that was refused", () => {
    expect(() => integer(-129)).toThrow(RangeError);
    const message = writer.encode(() => {
      const { end } = writer;
      writer.element(0x81, bytes("bb"));
      writer.element(0x80, bytes("aa"));
      writer.header(0x30, end);
    });
    expect(message.toString("hex")).toBe("30068001aa8101bb");
  });

  test("refuses a message that is longer than any", () => {
    expect(() => encodeElement(0x04, Buffer.alloc(0x10000))).toThrow(
      new RangeError("a message is at most 65536 bytes long"),
    );
  });
});

describe("encodeObjectIdentifier", () => {
  test("gives the example of X.690, 8.19.5: {joint-iso-itu-t 100 3}", () => {
    expect(encodeObjectIdentifier("2.100.3").toString("hex")).toBe("813403");
  });

  test("is read back with its dots", () => {
    for (const dotted of ["2.100.3", "0.0.17.773.1.1.1", "0.4.0.0.1.0.20.3", "1.2.840.113549"]) {
      const reader = new BerReader("TEST", encodeElement(0x06, encodeObjectIdentifier(dotted)));
      expect(reader.objectIdentifier("it")).toBe(dotted);
    }
  });
});
