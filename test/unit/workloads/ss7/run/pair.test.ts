import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { awaitPairs } from "../../../../../workloads/ss7/run/pair.ts";
import type { Remote } from "../../../../../rack/remote.ts";

describe("awaitPairs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A pair of which each look finds the next state: role by its events, and whether its process lives. */
  function pair(looks: readonly Record<"a1" | "a2", readonly [role: string, lives: boolean]>[]) {
    const ended: string[] = [];
    const seen = { a1: 0, a2: 0 };
    const remote = {
      run: (machine: "a1" | "a2", command: string) => {
        if (command.includes("kill")) ended.push(`${machine} at look ${String(seen[machine])}`);
        const isEventFile = command.includes('cat "$FILE"');
        if (isEventFile) seen[machine] += 1;
        const [role, lives] = (looks[seen[machine] - 1] ?? looks.at(-1))?.[machine] ?? ["nothing", false];
        const event = (name: string, reason: string): string =>
          JSON.stringify({ time: 1, cluster: "a", node: machine, pid: 7, event: name, reason });
        return Promise.resolve(isEventFile ? `${event("started", "")}\n${event(role, "")}\n` : lives ? "yes\n" : "");
      },
    } as unknown as Remote;
    const nodes = (["active", "standby"] as const).map((preferred, index) => {
      const name = `a${String(index + 1)}`;
      return { cluster: "a", name, machine: name, preferred, files: { "events.jsonl": "/e" } };
    });
    const settled = awaitPairs(remote, nodes, new AbortController().signal);
    settled.catch(() => undefined);
    return { ended, seen, settled };
  }

  it("does not take a process that was killed for active, whatever it said last", async () => {
    const { seen, settled } = pair([
      { a1: ["active", false], a2: ["standby", true] },
      { a1: ["active", true], a2: ["standby", true] },
    ]);
    await vi.runAllTimersAsync();
    await settled;
    expect(seen).toEqual({ a1: 2, a2: 2 });
  });

  it("asks a standby that serves to leave once its peer stands by, not before", async () => {
    const { ended, settled } = pair([
      { a1: ["active", false], a2: ["active", true] },
      { a1: ["standby", true], a2: ["active", true] },
      { a1: ["active", true], a2: ["standby", true] },
    ]);
    await vi.runAllTimersAsync();
    await settled;
    expect(ended).toEqual(["a2 at look 2"]);
  });

  it("says which process is gone for good", async () => {
    const { ended, settled } = pair([{ a1: ["active", false], a2: ["active", true] }]);
    await vi.runAllTimersAsync();
    await expect(settled).rejects.toThrow("a1, node a1: the application process is gone and should be active.");
    expect(ended).toEqual([]);
  });
});
