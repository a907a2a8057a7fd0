import { describe, expect, test } from "vitest";
import {
  BerReader,
  encodeElement,
  encodeObjectIdentifier,
  encodeSmallInteger,
} from "../../../../../workloads/ss7/codec/ber.ts";

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

describe("encodeSmallInteger", () => {
  test("is two's complement", () => {
    expect([0, 127, -128, -1].map((value) => encodeSmallInteger(value).toString("hex"))).toEqual([
      "00",
      "7f",
      "80",
      "ff",
    ]);
  });

  test("refuses what needs a second byte", () => {
    expect(() => encodeSmallInteger(128)).toThrow(new RangeError("128 is not -128..127"));
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

describe("BerReader", () => {
  const read = (hex: string): (() => unknown) => {
    const reader = new BerReader("TEST", bytes(hex));
    return () => reader.next("the thing");
  };

  test("says where a length is larger than the rest", () => {
    expect(read("30 05 01 01")).toThrow("TEST, byte 0: the thing claims 5 bytes, but 2 are left.");
  });

  test("refuses the indefinite length", () => {
    expect(read("30 80 00 00")).toThrow(
      "TEST, byte 1: the length of the thing starts with 0x80; allowed are 0x00..0x7f, 0x81, 0x82.",
    );
  });

  test("refuses tags of several bytes", () => {
    expect(read("1f 81 00")).toThrow("TEST, byte 0: the thing has a tag of several bytes, which nothing here uses.");
  });

  test("says that a message ends inside a header", () => {
    expect(read("30")).toThrow("TEST, byte 1: the message ends inside the thing.");
    expect(read("30 82 01")).toThrow("TEST, byte 3: the message ends inside the thing.");
  });

  test("counts offsets from the start of the whole message, however deep", () => {
    const outer = new BerReader("TEST", bytes("30 06 a0 04 02 02 00 01"));
    const middle = outer.inside(outer.next("outer"));
    const inner = middle.inside(middle.next("middle"));
    expect(() => inner.smallInteger("the number")).toThrow("TEST, byte 4: the number has 2 bytes instead of one.");
  });

  test("names what it expected and what it found", () => {
    const reader = new BerReader("TEST", bytes("04 00"));
    expect(() => reader.expect(0x30, "a sequence")).toThrow(
      "TEST, byte 0: expected a sequence (tag 0x30) but found tag 0x04.",
    );
    reader.next("it");
    expect(() => reader.expect(0x30, "a sequence")).toThrow(
      "TEST, byte 2: expected a sequence (tag 0x30) but found the end.",
    );
  });

  test("refuses an object identifier that is cut off", () => {
    expect(() => new BerReader("TEST", bytes("06 01 81")).objectIdentifier("the name")).toThrow(
      "TEST, byte 0: the name is cut off.",
    );
  });
});
