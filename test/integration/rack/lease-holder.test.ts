import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { leaseHolder } from "../../../rack/lease-holder.ts";

let clones: readonly [string, string];
beforeEach(() => {
  clones = [mkdtempSync(join(tmpdir(), "clone-")), mkdtempSync(join(tmpdir(), "clone-"))];
  vi.stubEnv("PULUMI_BACKEND_URL", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const clone of clones) rmSync(clone, { recursive: true });
});

describe("leaseHolder", () => {
  it("is the same for a clone every time, and another for another clone of the same user", () => {
    const [one, two] = clones;
    const holder = leaseHolder("kvm-6core", one);
    expect(holder.clone).toMatch(/^[0-9a-f]{32}$/);
    expect(leaseHolder("kvm-6core", one)).toEqual(holder);
    expect(leaseHolder("kvm-6core", two).holder).toBe(holder.holder);
    expect(leaseHolder("kvm-6core", two).clone).not.toBe(holder.clone);
  });

  it("is one for all clones that share a state in a bucket, and not for those with state in directories", () => {
    const [one, two] = clones;
    vi.stubEnv("PULUMI_BACKEND_URL", "s3://testbeds/state");
    expect(leaseHolder("kvm-6core", one).clone).toBe(leaseHolder("kvm-6core", two).clone);
    vi.stubEnv("PULUMI_BACKEND_URL", "file:///somewhere");
    expect(leaseHolder("kvm-6core", one).clone).not.toBe(leaseHolder("kvm-6core", two).clone);
  });

  it("refuses an identity that was lost, and says what that means for leases", () => {
    const [one] = clones;
    leaseHolder("kvm-6core", one);
    writeFileSync(join(one, ".crossbed/clone-id"), "");
    expect(() => leaseHolder("kvm-6core", one)).toThrow(
      "is not the 32 hexadecimal digits by which hosts know this clone.",
    );
  });
});
