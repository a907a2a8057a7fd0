import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Every file under components/ that declares a ComponentResource, as text. */
const components = readdirSync("components", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("components", file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }))
  .filter(({ text }) => text.includes("extends pulumi.ComponentResource"));

describe("every component", () => {
  it("is found by this test", () => {
    expect(components.length).toBeGreaterThan(0);
  });

  it.each(components)(
    "$file has a doc comment, a type token of its class name, and registers its outputs last",
    ({ text }) => {
      for (const [, name] of text.matchAll(/export class (\w+) extends pulumi\.ComponentResource/g)) {
        expect(text).toContain(`super("crossbed:index:${name ?? ""}", name,`);
      }
      const constructors = [...text.matchAll(/^ {2}constructor\([\s\S]*?^ {2}\}$/gm)].map(([body]) => body);
      for (const body of constructors) {
        expect(body.trimEnd().split("\n").slice(-8).join("\n")).toContain("this.registerOutputs(");
      }
      expect(text.startsWith("/**")).toBe(true);
    },
  );

  it.each(components)("$file gives its resources itself as their parent", ({ text }) => {
    expect(text).toContain("parent: this");
  });
});
