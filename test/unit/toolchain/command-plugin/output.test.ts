import { describe, expect, it } from "vitest";
import { Output } from "../../../../toolchain/command-plugin/output.ts";

function logged(logging: string | undefined, feed: (output: Output) => void): { lines: string[]; output: Output } {
  const lines: string[] = [];
  const output = new Output(logging, (line) => lines.push(line));
  feed(output);
  output.end();
  return { lines, output };
}

describe("Output", () => {
  it("says each line once it is whole, and the rest at the end", () => {
    const { lines } = logged(undefined, (output) => {
      output.add("stdout", Buffer.from("one\r\nt"));
      output.add("stdout", Buffer.from("wo\n\nthree"));
    });
    expect(lines).toEqual(["one", "two", "", "three"]);
  });

  it("keeps lines of the two streams apart", () => {
    const { lines } = logged(undefined, (output) => {
      output.add("stdout", Buffer.from("ou"));
      output.add("stderr", Buffer.from("error\n"));
      output.add("stdout", Buffer.from("t\n"));
    });
    expect(lines).toEqual(["error", "out"]);
  });

  it.each([
    ["stdout", ["o"]],
    ["stderr", ["e"]],
    ["stdoutAndStderr", ["o", "e"]],
    ["none", []],
  ])("with logging %s says %j", (logging, expected) => {
    const { lines, output } = logged(logging, (sink) => {
      sink.add("stdout", Buffer.from("o\n"));
      sink.add("stderr", Buffer.from("e\n"));
    });
    expect(lines).toEqual(expected);
    expect([output.text("stdout"), output.text("stderr")]).toEqual(["o", "e"]);
  });

  it("drops one last line break of a stream and keeps characters that were cut in two", () => {
    const bytes = Buffer.from("ä\n\n");
    const { lines, output } = logged(undefined, (sink) => {
      sink.add("stdout", bytes.subarray(0, 1));
      sink.add("stdout", bytes.subarray(1));
    });
    expect(output.text("stdout")).toBe("ä\n");
    expect(lines).toEqual(["ä", ""]);
  });

  it("takes a line of ten million characters in pieces", () => {
    const { lines } = logged(undefined, (output) => {
      const piece = Buffer.alloc(10_000, "x");
      for (let count = 0; count < 1000; count += 1) output.add("stdout", piece);
    });
    expect(lines.map((line) => line.length)).toEqual([10_000_000]);
  });
});
