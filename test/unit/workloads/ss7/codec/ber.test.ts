import { describe, expect, test } from "vitest";
import { BerReader } from "../../../../../workloads/ss7/codec/ber.ts";

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");

describe("BerReader", () => {
  const read = (hex: string): (() => unknown) => {
    const reader = new BerReader("TEST", bytes(hex));
    return () => reader.next("the thing");
  };

  test("says where a length is larger than the rest", () => {
    expect(read("30 05 01 01")).toThrow("TEST, byte 0: the thing claims 5 bytes, but 2 are left.");
  });

  test("reads an indefinite length up to its end of contents, however deep", () => {
    const reader = new BerReader("TEST", bytes("30 80 a0 80 02 01 05 00 00 04 00 00 00 05 00"));
    const outer = reader.next("outer");
    expect([outer.offset, outer.end]).toEqual([0, 13]);
    expect(outer.contents).toEqual(bytes("a0 80 02 01 05 00 00 04 00"));
    const inside = reader.inside(outer);
    expect(inside.inside(inside.next("middle")).integer("the number")).toBe(5);
    expect(inside.next("the last").contents).toEqual(bytes(""));
    expect([inside.isAtEnd, reader.peek()]).toEqual([true, 0x05]);
  });

  test("takes two zero bytes within an element of definite length for its contents", () => {
    expect(new BerReader("TEST", bytes("30 80 04 02 00 00 00 00")).next("it").contents).toEqual(bytes("04 02 00 00"));
  });

  test("refuses an indefinite length where it may not be, and one without end", () => {
    expect(read("04 80 00 00")).toThrow(
      "TEST, byte 0: the thing has an indefinite length, which only an element of elements may have.",
    );
    expect(read("30 80 04 00 00")).toThrow("TEST, byte 5: the message ends inside the thing.");
    expect(read("30 80 00 01 00")).toThrow(
      "TEST, byte 2: the thing holds an end of contents that is not two zero bytes.",
    );
  });

  test("refuses indefinite lengths nested without bound", () => {
    expect(read("3080".repeat(500))).toThrow("TEST, byte 66: the thing holds elements more than 32 deep.");
  });

  test("reads long forms that are longer than they need be", () => {
    for (const header of ["04 81 01", "04 82 00 01", "04 84 00 00 00 01"]) {
      expect(new BerReader("TEST", bytes(`${header} 07`)).next("it").contents).toEqual(bytes("07"));
    }
    expect(read("04 85 00 00 00 00 01 07")).toThrow(
      "TEST, byte 1: the length of the thing has 5 bytes; allowed are 1 to 4.",
    );
  });

  test("steps over tags of up to four bytes", () => {
    const reader = new BerReader("TEST", bytes("bf 81 00 01 07 02 01 05"));
    expect(reader.next("the unknown").tag).toBe(0xbf8100);
    expect(reader.integer("the number")).toBe(5);
    expect(read("1f 81 81 81 00")).toThrow("TEST, byte 0: the thing has a tag of more than four bytes.");
  });

  test("says that a message ends inside a header", () => {
    expect(read("30")).toThrow("TEST, byte 1: the message ends inside the thing.");
    expect(read("30 82 01")).toThrow("TEST, byte 3: the message ends inside the thing.");
  });

  test("counts offsets from the start of the whole message, however deep", () => {
    const outer = new BerReader("TEST", bytes("30 09 a0 07 02 05 00 00 00 00 01"));
    const middle = outer.inside(outer.next("outer"));
    const inner = middle.inside(middle.next("middle"));
    expect(() => inner.integer("the number")).toThrow("TEST, byte 4: the number has 5 bytes; allowed are 1 to 4.");
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
