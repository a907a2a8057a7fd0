import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityIn, parseLease, renderLease } from "../../../rack/lease-record.ts";
import { runScript } from "../../support/run-script.ts";

/** By hand 200 were run, without one that ended otherwise. */
const voidRounds = 12;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lease-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const own = "a".repeat(32);
const others = "b".repeat(32);
const values = (file: string, stack: string, clone = own): Record<string, string> => ({
  FILE: file,
  STACK: stack,
  IDENTITY: identityIn({ stack, clone, holder: "me@here" }),
  EARLIER: identityIn({ stack, holder: "me@here" }),
  RECORD: renderLease({ stack, clone, holder: "me@here" }),
  GIVEN_UP: join(directory, "given-up"),
});
type Step = (file: string, stack: string, clone?: string) => ReturnType<typeof runScript>;
const take: Step = async (...words) => await runScript("rack/scripts/lease-take.sh", values(...words));
const update: Step = async (...words) => await runScript("rack/scripts/lease-take.sh", values(...words), "", "update");
const giveUp: Step = async (...words) => await runScript("rack/scripts/lease-give-up.sh", values(...words));
const release: Step = async (...words) =>
  await runScript("rack/scripts/lease-release.sh", values(...words), "", "delete");

describe("a lease", () => {
  it("is taken once and kept by its holder, with the time it was taken", async () => {
    const file = join(directory, "held/lease.json");
    expect((await take(file, "kvm-6core")).status).toBe(0);
    const lease = readFileSync(file, "utf8");
    expect(parseLease(lease)).toMatchObject({
      version: 2,
      stack: "kvm-6core",
      clone: own,
      holder: "me@here",
    });
    expect((await take(file, "kvm-6core")).status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(lease);
  });

  it("is refused to another stack, which learns who has it", async () => {
    const file = join(directory, "lease.json");
    await take(file, "kvm-6core");
    const refused = await take(file, "xen-6core");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toBe(
      `host1 is held: ${readFileSync(file, "utf8").trim()}. Take that stack down (pulumi destroy), or switch to this one (crossbed switch xen-6core).`,
    );
  });

  it("goes to exactly one of several that want it at the same time", async () => {
    const file = join(directory, "lease.json");
    const stacks = ["one", "two", "three", "four"];
    const taken = await Promise.all(stacks.map(async (stack) => await take(file, stack)));
    expect(taken.filter(({ status }) => status === 0)).toHaveLength(1);
    const stack = parseLease(readFileSync(file, "utf8"))?.stack;
    expect(taken[stacks.indexOf(stack ?? "")]?.status).toBe(0);
  });

  it("is given back by its holder only, twice without harm", async () => {
    const file = join(directory, "held/lease.json");
    await take(file, "kvm-6core");
    expect((await release(file, "xen-6core")).status).toBe(0);
    expect(existsSync(file)).toBe(true);
    expect((await release(file, "kvm-6core")).status).toBe(0);
    expect(existsSync(join(directory, "held"))).toBe(false);
    expect((await release(file, "kvm-6core")).status).toBe(0);
  });

  it("of a dead holder is void once that was said, on the host and on the LUN, until the holder is back", async () => {
    const [host, lun] = [join(directory, "host.json"), join(directory, "lun.json")];
    for (const file of [host, lun]) await take(file, "kvm-6core");
    expect((await giveUp(host, "kvm-6core")).status).toBe(0);
    expect((await giveUp(host, "kvm-6core")).status).toBe(0);
    expect(existsSync(host)).toBe(false);
    expect((await take(lun, "kvm-migration")).status).toBe(0);
    expect(parseLease(readFileSync(lun, "utf8"))?.stack).toBe("kvm-migration");

    // Of others than the dead one nothing is void, and of this one no longer when it holds something again.
    expect((await take(lun, "xen-6core")).status).toBe(1);
    await take(host, "kvm-6core");
    const other = join(directory, "other.json");
    await take(other, "kvm-6core");
    expect((await take(other, "kvm-migration")).status).toBe(1);
  });

  it("that is empty or cut names nobody, and the next to come has it", async () => {
    const file = join(directory, "lease.json");
    for (const text of ["", '{"version":1,"stack":"xen-6core","hol']) {
      writeFileSync(file, text);
      const taken = await take(file, "kvm-6core");
      expect(taken).toMatchObject({ status: 0, stderr: "" });
      expect(parseLease(readFileSync(file, "utf8"))?.stack).toBe("kvm-6core");
    }
  });

  it("is another's where another clone of the same user has brought up a stack of the same name", async () => {
    const file = join(directory, "lease.json");
    await take(file, "kvm-6core");
    expect((await take(file, "kvm-6core", others)).status).toBe(1);
    expect((await release(file, "kvm-6core", others)).status).toBe(0);
    expect((await giveUp(file, "kvm-6core", others)).status).toBe(0);
    expect(parseLease(readFileSync(file, "utf8"))?.clone).toBe(own);
  });

  it("of an earlier version goes on under the clone whose state knows it, and is refused to any other", async () => {
    const file = join(directory, "lease.json");
    const old = `{"version":1,"stack":"kvm-6core","holder":"me@here","since":"2026-11-23T07:25:27Z","boot":"b"}\n`;
    writeFileSync(file, old);
    expect((await take(file, "kvm-6core")).status).toBe(1);
    expect((await release(file, "kvm-6core")).status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(old);
    expect((await update(file, "xen-6core")).status).toBe(1);
    expect((await update(file, "kvm-6core")).status).toBe(0);
    expect(parseLease(readFileSync(file, "utf8"))).toMatchObject({ version: 2, clone: own });
    // And one whose holder was given up.
    writeFileSync(file, old);
    expect((await giveUp(file, "kvm-6core", "")).status).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it("that is void goes to exactly one of two takers on two hosts of a LUN, every time", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < voidRounds; round++) {
      const file = join(directory, `lun-${String(round)}.json`);
      await take(file, "gone");
      await giveUp(join(directory, "host.json"), "gone");
      const stacks = ["one", "two"];
      // Each has a lock directory of its own, as on two hosts: the file alone decides.
      const taken = await Promise.all(stacks.map(async (stack) => await take(file, stack)));
      const stack = parseLease(readFileSync(file, "utf8"))?.stack;
      outcomes.add(stacks.map((name, at) => `${String(taken[at]?.status)}${name === stack ? " has it" : ""}`).join());
    }
    for (const outcome of outcomes) expect(["0 has it,1", "1,0 has it"]).toContain(outcome);
    expect(readdirSync(directory).filter((name) => name.includes(".after-"))).toEqual([]);
  });

  it("is taken to its end by a taker that was cut in the middle, and by nobody else until that one is given up", async () => {
    const file = join(directory, "lun.json");
    await take(file, "gone");
    await giveUp(join(directory, "host.json"), "gone");
    const digest = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
    await take(join(directory, "other.json"), "one");
    renameSync(join(directory, "other.json"), `${file}.after-${digest}`);
    const refused = await take(file, "two");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('"stack":"one"');
    expect((await take(file, "one")).status).toBe(0);
    expect(parseLease(readFileSync(file, "utf8"))?.stack).toBe("one");
  });

  it("names a holder of any name, and is his alone", async () => {
    const [file, name] = [join(directory, "lease.json"), 'a"b\\c*'];
    expect((await take(file, name)).status).toBe(0);
    expect(parseLease(readFileSync(file, "utf8"))?.stack).toBe(name);
    await release(file, 'a"b\\c');
    expect(existsSync(file)).toBe(true);
    await release(file, name);
    expect(existsSync(file)).toBe(false);
  });
});

describe("a step on a machine", () => {
  /** What a step says that is run for a purpose while the machine has this lease. */
  async function say(purpose: "create" | "delete", lease?: string): ReturnType<typeof runScript> {
    const file = join(directory, "machine.json");
    if (lease !== undefined) writeFileSync(file, lease);
    const asked = {
      LEASE_FILE: file,
      LEASE_STACK: "kvm-6core",
      LEASE_IDENTITY: identityIn({ stack: "kvm-6core", clone: own }),
    };
    return await runScript({ text: "echo done" }, asked, "", purpose);
  }
  const of = (stack: string, clone: string): string =>
    `{"version":2,"stack":"${stack}","clone":"${clone}","holder":"me@here"}`;

  it("works while its own stack holds the machine", async () => {
    for (const purpose of ["create", "delete"] as const)
      expect(await say(purpose, of("kvm-6core", own))).toMatchObject({ status: 0, stdout: "done" });
  });

  it("touches nothing of whoever took the machine over, neither to make nor to undo", async () => {
    for (const lease of [of("kvm-6core", others), of("xen-6core", own)]) {
      for (const purpose of ["create", "delete"] as const) {
        const { status, stdout, stderr } = await say(purpose, lease);
        expect([status, stdout]).toEqual([1, ""]);
        expect(stderr).toContain(
          "host1 does not belong to the stack kvm-6core of this clone now, so nothing was touched.",
        );
        expect(stderr).toContain(lease);
      }
    }
  });

  it("undoes what it made where nobody holds the machine, and makes nothing there", async () => {
    expect((await say("create")).status).toBe(1);
    expect((await say("delete")).status).toBe(0);
  });
});
