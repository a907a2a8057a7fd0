import { mkdtempSync, readFileSync, rmSync, existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leaseSchema } from "../../../rack/facts.ts";
import { runScript } from "../../support/run-script.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lease-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const take = async (file: string, stack: string): ReturnType<typeof runScript> =>
  await runScript("rack/scripts/lease-take.sh", values(file, stack));
const giveUp = async (file: string, stack: string): ReturnType<typeof runScript> =>
  await runScript("rack/scripts/lease-give-up.sh", values(file, stack));
const values = (file: string, stack: string): Record<string, string> => ({
  FILE: file,
  STACK: stack,
  HOLDER: "me@here",
  GIVEN_UP: join(directory, "given-up"),
});
const release = async (file: string, stack: string): ReturnType<typeof runScript> =>
  await runScript("rack/scripts/lease-release.sh", { FILE: file, STACK: stack, HOLDER: "me@here" });

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
      `host1 is held: ${readFileSync(file, "utf8").trim()}. Take that stack down (pulumi destroy), or switch to this one (crossbed switch xen-6core).`,
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

  it("of a dead holder is void once that was said, on the host and on the LUN, until the holder is back", async () => {
    const [host, lun] = [join(directory, "host.json"), join(directory, "lun.json")];
    for (const file of [host, lun]) await take(file, "kvm-6core");
    expect((await giveUp(host, "kvm-6core")).status).toBe(0);
    expect((await giveUp(host, "kvm-6core")).status).toBe(0);
    expect(existsSync(host)).toBe(false);
    expect((await take(lun, "kvm-migration")).status).toBe(0);
    expect(leaseSchema.parse(JSON.parse(readFileSync(lun, "utf8"))).stack).toBe("kvm-migration");

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
      expect(taken).toMatchObject({
        status: 0,
        stderr: `the lease ${file} on host1 could not be read; it is replaced`,
      });
      expect(leaseSchema.parse(JSON.parse(readFileSync(file, "utf8"))).stack).toBe("kvm-6core");
    }
  });

  it("cannot name what would break its file", async () => {
    const broken = await take(join(directory, "lease.json"), 'a"b');
    expect(broken).toMatchObject({ status: 64, stderr: 'a lease cannot name "a"b"' });
  });
});
