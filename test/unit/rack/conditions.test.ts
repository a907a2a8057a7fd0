import { describe, expect, it } from "vitest";
import { conditionWarnings, parseConditions } from "../../../rack/conditions.ts";

describe("parseConditions", () => {
  it("calls cards by their roles and leaves those out that have none", () => {
    const text = "governor\tperformance\ncard 00:1b:21:00:00:02\tixgbe\ncard 00:1b:21:00:00:09\te1000e\n";
    expect(parseConditions("host1", text, { "00:1b:21:00:00:02": "card ss7 (traffic)" })).toEqual({
      governor: "performance",
      "card ss7 (traffic)": "ixgbe",
    });
  });

  it.each(["governor", "governor\t", "\tperformance", "a\tb\tc"])("refuses a line that says nothing: %j", (line) => {
    expect(() => parseConditions("host1", `${line}\n`)).toThrow(
      `host1: its answer about its conditions is malformed: ${line}`,
    );
  });
});

describe("conditionWarnings", () => {
  const host = (name: string, facts: Record<string, string>) => ({ name, facts });

  it("names each condition in which hosts differ, with the value of each", () => {
    expect(
      conditionWarnings("hosts", [
        host("host1", { governor: "performance", turbo: "on", "clock source": "tsc" }),
        host("host2", { governor: "powersave", turbo: "on" }),
      ]),
    ).toEqual([
      {
        about: "governor of the hosts",
        text: "The hosts differ in governor: host1 performance; host2 powersave.",
      },
      {
        about: "clock source of the hosts",
        text: "The hosts differ in clock source: host1 tsc; host2 does not say.",
      },
    ]);
  });

  it("does not mind that each host has a root disk of its own", () => {
    const line = (root: string) => ({
      "kernel command line": `BOOT_IMAGE=/vmlinuz-${root} root=UUID=${root} ro quiet`,
    });
    expect(conditionWarnings("hosts", [host("host1", line("a")), host("host2", line("b"))])).toEqual([]);
  });

  it("says whose clock is not synchronised, also of a machine that stands alone", () => {
    expect(conditionWarnings("simulators", [host("sim", { "clock synchronised": "no" })])).toEqual([
      { about: "clocks of the simulators", text: "Nothing keeps the clock in time on sim." },
    ]);
  });
});
