import { describe, expect, it } from "vitest";
import { otherHolders, refuseGuestsAway, refuseHeldHosts, refuseNamesakes } from "../../../stacks/preflight.ts";
import type { GuestPlan } from "../../../components/guest/plan.ts";
import { hostFacts } from "../../support/host-facts.ts";

const lease = (stack: string, clone = "a".repeat(32)) =>
  ({ version: 2, stack, clone, holder: "eve@there", since: "2026-11-23T07:25:27Z", boot: "b" }) as const;
const self = { stack: "xen-6core", clone: "a".repeat(32), holder: "eve@there" };
const guest = { name: "a1", domain: "cb-a1", host: "host1" } as GuestPlan;
const running = [{ uuid: "3232a021-3396-4053-a0bf-2c233b27a68a", name: "cb-a1", isRunning: true, stalled: null }];

describe("refuseHeldHosts", () => {
  it("lets the holder itself and whoever finds the hosts free go on", () => {
    refuseHeldHosts(self, { host1: hostFacts(), host2: hostFacts({ lease: lease("xen-6core") }) });
  });

  it("refuses hosts that a stack of this name holds for somebody else, and does not tell to destroy one's own", () => {
    const facts = { host1: hostFacts({ lease: lease("xen-6core") }), host2: hostFacts() };
    expect(() => {
      refuseHeldHosts({ ...self, clone: "b".repeat(32) }, facts);
    }).toThrow(
      "host1: the stack xen-6core has held them since 2026-11-23T07:25:27Z (eve@there); nothing has been changed. " +
        "Take it down where it was brought up. If that is lost and nothing of it runs: npx crossbed switch xen-6core --take-over",
    );
  });

  it("refuses hosts that another clone holds with another stack, of which this one cannot take anything down", () => {
    const facts = { host1: hostFacts({ lease: lease("kvm-6core", "b".repeat(32)) }) };
    expect(() => {
      refuseHeldHosts(self, facts);
    }).toThrow("Take it down where it was brought up.");
  });

  it("takes a lease of an earlier version by its user and machine", () => {
    const { clone: _, ...old } = lease("xen-6core");
    refuseHeldHosts(self, { host1: hostFacts({ lease: { ...old, version: 1 } }) });
    expect(() => {
      refuseHeldHosts(self, { host1: hostFacts({ lease: { ...old, version: 1, holder: "bob@here" } }) });
    }).toThrow("the stack xen-6core has held them");
  });

  it("names the hosts, the holder, and the two commands that resolve it", () => {
    const facts = { host1: hostFacts({ lease: lease("kvm-6core") }), host2: hostFacts({ lease: lease("kvm-6core") }) };
    expect(() => {
      refuseHeldHosts(self, facts);
    }).toThrow(
      "host1, host2: the stack kvm-6core has held them since 2026-11-23T07:25:27Z (eve@there); nothing has been changed. " +
        "Switch to this stack: npx crossbed switch xen-6core\n" +
        "Or only take the other one down: npx pulumi destroy -s kvm-6core",
    );
  });

  it("finds every holder where several have a host each", () => {
    const facts = {
      host1: hostFacts({ lease: lease("kvm-6core") }),
      host2: hostFacts({ lease: lease("bare-16core") }),
    };
    expect(otherHolders(self, facts).map((holder) => [holder.lease.stack, holder.hosts])).toEqual([
      ["kvm-6core", ["host1"]],
      ["bare-16core", ["host2"]],
    ]);
  });
});

describe("refuseNamesakes", () => {
  it("refuses two hosts that have one host name, and no others", () => {
    refuseNamesakes({ host1: { name: "alpha" }, host2: { name: "beta" } });
    expect(() => {
      refuseNamesakes({ host1: { name: "localhost.localdomain" }, host2: { name: "localhost.localdomain" } });
    }).toThrow("host1, host2: call themselves localhost.localdomain; nothing has been changed.");
  });
});

describe("refuseGuestsAway", () => {
  it("lets guests be that run at home or nowhere", () => {
    refuseGuestsAway("kvm-6core", [guest], { host1: hostFacts({ domains: running }), host2: hostFacts() });
    refuseGuestsAway("kvm-6core", [guest], { host1: hostFacts(), host2: hostFacts() });
  });

  it("says where a guest is and how it comes home", () => {
    expect(() => {
      refuseGuestsAway("kvm-6core", [guest], { host1: hostFacts(), host2: hostFacts({ domains: running }) });
    }).toThrow(
      "host2: cb-a1 runs here, but its home is host1; nothing has been changed. " +
        "Bring it home: npx crossbed home kvm-6core",
    );
  });
});
