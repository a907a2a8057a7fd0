import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf } from "../../../base/process-identity.ts";
import { isBeingRun, lockStudy } from "../../../studies/lock.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lock-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** A lock that another process has left or holds: this one's identity with something changed. */
function locksAs(changes: object): void {
  writeFileSync(join(directory, "lock-0123456789ab"), JSON.stringify({ ...identityOf(process.pid), ...changes }));
}

describe("lockStudy", () => {
  it("refuses a second holder until the first has released it", async () => {
    const lock = await lockStudy(directory);
    expect(await isBeingRun(directory)).toBe(true);
    await expect(lockStudy(directory)).rejects.toThrow(
      `this study is being run by the process ${String(process.pid)}. Wait for it, or end it (kill), and call the same command again.`,
    );
    await lock.release();
    expect(await isBeingRun(directory)).toBe(false);
    await (await lockStudy(directory)).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("takes over from a process whose number another one has now", async () => {
    locksAs({ started: "1" });
    expect(await isBeingRun(directory)).toBe(false);
    await (await lockStudy(directory)).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it("does not take over from a process that it cannot see, and says what to do", async () => {
    locksAs({ namespace: "pid:[1]" });
    await expect(lockStudy(directory)).rejects.toThrow(
      `${join(directory, "lock-0123456789ab")}: this study may be being run by a process of another machine or container (${String(process.pid)} there). If that process is gone, remove this file, and call the same command again.`,
    );
  });

  it("never has two holders among many that find a dead process's lock at once", async () => {
    for (let round = 0; round < 20; round += 1) {
      locksAs({ started: "1" });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockStudy(directory)));
      const locks = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      expect(locks.length).toBeLessThanOrEqual(1);
      for (const lock of locks) await lock.release();
    }
  });
});
