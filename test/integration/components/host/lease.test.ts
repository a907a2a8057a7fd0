import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leaseSchema } from "../../../../components/host/facts.ts";
import { runScript } from "../../../support/run-script.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lease-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const take = async (file: string, stack: string): ReturnType<typeof runScript> =>
  await runScript("host/scripts/lease-take.sh", { FILE: file, STACK: stack, HOLDER: "me@here" });
const release = async (file: string, stack: string): ReturnType<typeof runScript> =>
  await runScript("host/scripts/lease-release.sh", { FILE: file, STACK: stack, HOLDER: "me@here" });

describe("a lease", () => {
  it("is taken once and kept by its holder, with the time it was taken", async () => {
    const file = join(directory, "held/lease.json");
    expect((await take(file, "kvm-6core")).status).toBe(0);
    const lease = readFileSync(file, "utf8");
    expect(leaseSchema.parse(JSON.parse(lease))).toMatchObject({ stack: "kvm-6core", holder: "me@here" });
    expect((await take(file, "kvm-6core")).status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(lease);
  });

  it("is refused to another stack, which learns who has it", async () => {
    const file = join(directory, "lease.json");
    await take(file, "kvm-6core");
    const refused = await take(file, "xen-6core");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toBe(
      `host1 is held: ${readFileSync(file, "utf8").trim()}. Take that stack down (crossbed down), or switch to this one (crossbed switch xen-6core).`,
    );
  });

  it("goes to exactly one of several that want it at the same time", async () => {
    const file = join(directory, "lease.json");
    const stacks = ["one", "two", "three", "four"];
    const taken = await Promise.all(stacks.map(async (stack) => await take(file, stack)));
    expect(taken.filter(({ status }) => status === 0)).toHaveLength(1);
    const { stack } = leaseSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(taken[stacks.indexOf(stack)]?.status).toBe(0);
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

  it("cannot name what would break its file", async () => {
    const broken = await take(join(directory, "lease.json"), 'a"b');
    expect(broken).toMatchObject({ status: 64, stderr: 'a lease cannot name "a"b"' });
  });
});
