import { describe, expect, it } from "vitest";
import {
  asSecret,
  assetArchive,
  fileAsset,
  fromStruct,
  hasUnknown,
  isSame,
  isSecret,
  plain,
  readSource,
  toStruct,
  unknown,
} from "../../../../toolchain/command-plugin/values.ts";

describe("plain", () => {
  it("takes the marks of secrecy off at any depth and leaves everything else", () => {
    const value = { a: asSecret("x"), b: [asSecret({ c: asSecret(1) }) ?? null, null], d: true };
    expect(plain(value as never)).toEqual({ a: "x", b: [{ c: 1 }, null], d: true });
  });
});

describe("asSecret", () => {
  it("marks once, and never what is unknown or absent", () => {
    const secret = asSecret("x");
    expect(isSecret(secret)).toBe(true);
    expect(asSecret(secret)).toBe(secret);
    expect(asSecret(unknown)).toBe(unknown);
    expect(asSecret(undefined)).toBeUndefined();
  });
});

describe("hasUnknown", () => {
  it("sees an unknown value inside lists, maps and secrets", () => {
    expect(hasUnknown({ a: [asSecret({ b: unknown }) ?? null] })).toBe(true);
    expect(hasUnknown({ a: ["known"] })).toBe(false);
  });
});

describe("isSame", () => {
  it("compares assets by content, not by path", () => {
    expect(isSame(fileAsset("/a", "1"), fileAsset("/b", "1"))).toBe(true);
    expect(isSame(fileAsset("/a", "1"), fileAsset("/a", "2"))).toBe(false);
    expect(isSame(fileAsset("/a", "1"), assetArchive({}, "1"))).toBe(false);
  });
  it("counts a value that becomes secret as changed", () => {
    expect(isSame("x", asSecret("x"))).toBe(false);
  });
  it("compares lists by order and maps by key", () => {
    expect(isSame([1, { a: 1, b: 2 }], [1, { b: 2, a: 1 }])).toBe(true);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  });
});

describe("readSource", () => {
  it("tells a file, a text, an empty text and an archive apart", () => {
    const text = { ...fileAsset("", "h"), text: "" };
    expect(readSource(fileAsset("/f", "h"))).toEqual({ kind: "asset", hash: "h", path: "/f" });
    expect(readSource(text)).toEqual({ kind: "asset", hash: "h", text: "" });
    expect(readSource({ ...assetArchive({}, "h"), path: "/d" })).toEqual({ kind: "archive", hash: "h", path: "/d" });
    expect(readSource("no source")).toBeUndefined();
  });
});

describe("toStruct", () => {
  it("comes back as it was, without absent fields", () => {
    const value = { a: 1, b: "x", c: [true, null], d: undefined, e: asSecret("s") };
    expect(fromStruct(toStruct(value))).toEqual({ a: 1, b: "x", c: [true, null], e: asSecret("s") });
  });
});
