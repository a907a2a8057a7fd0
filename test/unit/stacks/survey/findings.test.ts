import { describe, expect, it } from "vitest";
import { parseInventory } from "../../../../rack/inventory.ts";
import type { Lease } from "../../../../rack/lease-record.ts";
import { planTestbed } from "../../../../stacks/plan.ts";
import { parseSpec } from "../../../../stacks/spec.ts";
import { findingsOf, withoutHolder, type RackSeen } from "../../../../stacks/survey/findings.ts";
import { refuseFindings, renderFindings } from "../../../../stacks/survey/render.ts";
import { planFencing } from "../../../../components/fencing/plan.ts";
import { deviceFindings, fencingFindings } from "../../../../stacks/survey/fencing-findings.ts";
import { lunFindings } from "../../../../stacks/survey/lun-findings.ts";
import type { Survey, SurveyedLun } from "../../../../stacks/survey/record.ts";
import { hostFacts } from "../../../support/host-facts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const self = { stack: "kvm-6core", clone: "a".repeat(32), holder: "eve@there" };
const inventory = parseInventory("rack.yaml", inventoryDocument());
const plan = planTestbed(
  "kvm-6core",
  parseSpec("kvm-6core", { platform: "kvm", layout: "6core", inventory: "rack.yaml" }),
  inventory,
  "sources",
);
const label = plan.filesystem?.kind === "gfs2" ? plan.filesystem.lockTable : "";
const machines = plan.filesystem?.machines.join(",") ?? "";
const [kvmLun, , backupLun] = inventory.luns;

const lun = (sizeGiB: number, content: SurveyedLun["content"]): SurveyedLun => ({
  device: "/dev/sda",
  paths: 1,
  isMapped: false,
  silentSec: 30,
  bytes: sizeGiB * 1024 ** 3,
  content,
});

/** What a machine says that has everything. */
const fine: Survey = {
  lacksPrograms: [],
  lacksModules: [],
  canVirtualise: true,
  boot: [],
  bootEntries: ["kvm", "xen"],
  confines: [],
  filters: [],
  freeMiB: { "/var/lib/crossbed": 5000 },
  mtus: Object.fromEntries(
    [...inventory.hosts, ...inventory.simulators].flatMap(({ interfaces }) => interfaces.map(({ mac }) => [mac, 1500])),
  ),
  luns: {
    [kvmLun?.wwid ?? ""]: lun(4, { TYPE: "gfs2", LABEL: label, MARK: `crossbed 1 holds ${label} uuid ${machines}` }),
    [backupLun?.wwid ?? ""]: lun(2, { TYPE: "ext4" }),
  },
  watchdog: null,
  nowSec: 1000.5,
  lease: null,
};

const cards = ({ interfaces }: { interfaces: readonly { mac: string }[] }) =>
  interfaces.map(({ mac }, index) => ({ name: `eth${String(index)}`, mac }));

/** A rack without a fault, with the changes of one host's survey and facts. */
function rack(
  survey: Partial<Survey> = {},
  facts: Parameters<typeof hostFacts>[0] = {},
  changes: Partial<RackSeen> = {},
): RackSeen {
  const answer = (of: Survey) => ({ survey: of, askedSec: 1000, answeredSec: 1001 });
  const host = (name: string, index: number, more: Parameters<typeof hostFacts>[0] = {}) =>
    hostFacts({
      ...{ name, memoryMiB: 4096, bootId: `df2b0bc6-0268-47c6-b94b-71546ca6f4f${String(index)}` },
      interfaces: cards(inventory.hosts[index] ?? { interfaces: [] }),
      ...more,
    });
  const [sim] = inventory.simulators;
  return {
    self,
    inventory,
    plan,
    hosts: { answers: { host1: host("host1", 0, facts), host2: host("host2", 1) }, failures: {} },
    simulators: { answers: { sim: { bootId: "b", interfaces: cards(sim ?? { interfaces: [] }) } }, failures: {} },
    surveys: {
      answers: { host1: answer({ ...fine, ...survey }), host2: answer(fine), sim: answer({ ...fine, luns: {} }) },
      silent: {},
    },
    devices: { silent: [] },
    ...changes,
  };
}

const said = (seen: RackSeen): string[] =>
  findingsOf(seen).map(({ severity, machine, code }) => `${severity} ${machine} ${code}`);
const lease = (stack: string, clone: string): Lease => ({
  version: 2,
  stack,
  clone,
  holder: "bob@here",
  since: "2026-11-23T07:25:27Z",
  boot: "b",
});
const changedLun = (change: Partial<SurveyedLun>, wwid = kvmLun?.wwid ?? ""): Partial<Survey> => ({
  luns: { ...fine.luns, [wwid]: { ...(fine.luns[wwid] ?? lun(4, {})), ...change } },
});

describe("findingsOf", () => {
  it("finds nothing on a rack that has everything", () => {
    expect(findingsOf(rack())).toEqual([]);
    expect(renderFindings("kvm-6core", ["host1", "host2", "sim"], [])).toContain("nothing found stops kvm-6core");
  });

  const faults: readonly [string, RackSeen, string][] = [
    ["a program that is missing", rack({ lacksPrograms: ["corosync"] }), "stop host1 program"],
    ["a kernel module that is missing", rack({ lacksModules: ["gfs2"] }), "stop host1 module"],
    ["no virtualisation", rack({ canVirtualise: false }), "stop host1 virtualisation"],
    [
      "a boot entry that is missing, where the host runs Xen",
      rack({ boot: ["no-entry"] }, { hypervisor: "xen" }),
      "stop host1 boot-entry",
    ],
    [
      "a boot entry that is missing, where the host runs what is wanted",
      rack({ boot: ["no-entry"] }),
      "warning host1 boot-entry",
    ],
    [
      "a distribution without the packages",
      {
        ...rack({}, { distribution: { id: "rhel", idLike: null, versionId: "9" } }),
        plan: {
          ...plan,
          hosts: plan.hosts.map((host) => ({
            ...host,
            requirements: [{ program: "xl", packages: { debian: "xen-utils", redHat: null, suse: "xen-tools" } }],
          })),
        },
      },
      "stop host1 distribution",
    ],
    ["another number of pCPUs than the inventory's", rack({}, { pcpus: 2 }), "stop host1 claim"],
    ["a card that is not there", rack({}, { interfaces: [] }), "stop host1 claim"],
    ["a card in somebody's bridge", rack({}, { bridges: [{ name: "virbr0", ports: ["eth1"] }] }), "stop host1 bridge"],
    ["two hosts of one name", rack({}, { name: "host2" }), "stop rack namesakes"],
    ["a lease of another clone", rack({}, { lease: lease("kvm-6core", "b".repeat(32)) }), "stop host1 held"],
    [
      "a guest that is away",
      rack(
        {},
        {
          domains: [
            {
              uuid: "u",
              name: plan.guests.find(({ host }) => host === "host2")?.domain ?? "",
              isRunning: true,
              stalled: null,
            },
          ],
        },
      ),
      "stop host1 guest-away",
    ],
    [
      "somebody's guest",
      rack({}, { domains: [{ uuid: "u", name: "mail", isRunning: true, stalled: null }] }),
      "warning host1 other-guests",
    ],
    ["a LUN that the host does not see", rack({ luns: {} }), "stop host1 lun-missing"],
    ["two paths without a map", rack(changedLun({ paths: 2 })), "stop host1 lun-paths"],
    ["a map of one path", rack(changedLun({ isMapped: true })), "warning host1 lun-paths"],
    ["a LUN of another size", rack(changedLun({ bytes: 680 * 1024 ** 3 })), "stop host1 lun-size"],
    ["somebody's file system", rack(changedLun({ content: { TYPE: "xfs", LABEL: "mail" } })), "stop host1 lun-content"],
    ["somebody's partitions", rack(changedLun({ content: { PTTYPE: "gpt" } })), "stop host1 lun-content"],
    [
      "another rack's file system",
      rack(changedLun({ content: { TYPE: "gfs2", LABEL: label, MARK: `crossbed 1 holds ${label} uuid 0123` } })),
      "stop host1 lun-content",
    ],
    [
      "our label without a mark",
      rack(changedLun({ content: { TYPE: "gfs2", LABEL: label, UUID: "u" } })),
      "stop host1 lun-content",
    ],
    ["an image LUN without a file system", rack(changedLun({ content: {} }, backupLun?.wwid)), "stop host1 image-lun"],
    [
      "a fencing device that does not answer",
      rack({}, {}, { devices: { silent: [{ asker: "host1", host: "host2", why: "its device does not answer" }] } }),
      "stop host1 fencing",
    ],
    [
      "a password that cannot be read",
      rack({}, {}, { devices: { silent: [], failure: "is not there" } }),
      "stop rack fencing",
    ],
    ["a full disk", rack({ freeMiB: { "/var/log/crossbed": 3 } }), "stop host1 space"],
    ["a clock that is behind", rack({ nowSec: 900 }), "warning host1 clock"],
    ["a security module", rack({ confines: ["SELinux"] }), "warning host1 confinement"],
    ["a firewall", rack({ filters: ["firewalld"] }), "warning host1 firewall"],
    [
      "another MTU",
      rack({ mtus: { ...fine.mtus, [inventory.hosts[0]?.interfaces[0]?.mac ?? ""]: 9000 } }),
      "warning rack mtu",
    ],
    ["a record that was cut", rack({}, { unreadable: ["/var/lib/crossbed/lease.json"] }), "warning host1 record"],
  ];
  it.each(faults)("finds %s, and nothing else", (_, seen, expected) => {
    const found = said(seen);
    expect(new Set(found)).toEqual(new Set([expected]));
    for (const { text, cure } of findingsOf(seen)) expect(`${text} ${cure}`.trim()).not.toBe("");
  });

  it("tells once of one file system that is full, and how to install where the distribution is not known", () => {
    const [space] = findingsOf(rack({ freeMiB: { "/var/lib/crossbed": 99, "/opt/crossbed": 99, "/home": 5000 } }));
    expect(space?.text).toBe("has 99 MiB free for /var/lib/crossbed, /opt/crossbed; a run needs 200.");
    const seen = rack();
    const sim = seen.surveys.answers["sim"];
    if (sim === undefined) throw new Error("no simulator");
    const bare = { ...sim, survey: { ...sim.survey, lacksPrograms: ["osmo-stp"] } };
    const answers = { ...seen.surveys.answers, sim: bare };
    expect(findingsOf({ ...seen, surveys: { answers, silent: {} } })).toMatchObject([
      { cure: "Install there: osmo-stp" },
    ]);
  });

  it("names the packages that bring a missing module, by the host's distribution and kernel", () => {
    const cureOn = (id: string, kernel = "6.1-a") =>
      findingsOf(rack({ lacksModules: ["gfs2"] }, { kernel, distribution: { id, idLike: null, versionId: null } }))[0]
        ?.cure;
    const restart = "or restart into the newest kernel that is installed.";
    expect(cureOn("rhel", "5.14.0-503.el9.x86_64")).toBe(
      `Run there: dnf install kernel-modules-extra-5.14.0-503.el9.x86_64; ${restart}`,
    );
    expect(cureOn("debian")).toBe(
      `Run there: apt-get install linux-image-6.1-a (Ubuntu: linux-modules-extra-6.1-a; no kernel for clouds has all modules); ${restart}`,
    );
    expect(cureOn("sles")).toContain(
      "zypper install kernel-default (of the High Availability Extension: dlm-kmp-default",
    );
    expect(cureOn("void")).toBe(`Install the kernel's package with all modules, ${restart}`);
  });

  it("takes a blank LUN for free, and one that the operator adopts for the rack's own", () => {
    expect(findingsOf(rack(changedLun({ content: {} })))).toEqual([]);
    const adopted = { ...rack(changedLun({ content: { TYPE: "gfs2", LABEL: label, UUID: "u-1" } })) };
    const filesystem = plan.filesystem === undefined ? undefined : { ...plan.filesystem, adopt: "u-1" };
    expect(findingsOf({ ...adopted, plan: { ...plan, filesystem } })).toEqual([]);
  });

  describe("of a rack with slots of sbd", () => {
    const wwid = "6001405a11ce0009";
    const fenced = (isEmulated: boolean): RackSeen["plan"] => {
      const document = inventoryDocument();
      const hosts = document.hosts.map((host) => ({ ...host, fencing: { kind: "sbd" as const, wwid } }));
      const rackFile = parseInventory("rack.yaml", { ...document, hosts, emulated: isEmulated });
      const spec = parseSpec("kvm-6core", { platform: "kvm", layout: "6core", inventory: "rack.yaml" });
      return planTestbed("kvm-6core", spec, rackFile, "sources");
    };
    const slots = { ...lun(0.01, {}), silentSec: 30 };
    const found = (
      seen: { readonly lun?: Partial<SurveyedLun>; readonly watchdog?: string | null; readonly isEmulated?: boolean },
      fencingDaemon: "running" | "dead" | null = "running",
    ) =>
      fencingFindings(
        fenced(seen.isEmulated ?? false),
        "host1",
        {
          luns: { [wwid]: { ...slots, ...seen.lun } },
          watchdog: seen.watchdog === undefined ? "iTCO_wdt" : seen.watchdog,
        },
        { fencingDaemon },
      ).map(({ severity, code, text }) => `${severity} ${code}: ${text}`);

    it("finds nothing where LUN, watchdog and sbd are as they should be, and nothing without a slot", () => {
      expect(found({})).toEqual([]);
      const MARK = `crossbed 1 holds ${label.replace(":kvm", ":sbd")} uuid ${machines}`;
      expect(found({ lun: { content: { TYPE: "sbd", MARK } } }, null)).toEqual([]);
      expect(fencingFindings(plan, "host1", { luns: {}, watchdog: null }, { fencingDaemon: null })).toEqual([]);
    });

    it("finds a watchdog that is missing, or the kernel's own, which a lab may have", () => {
      expect(found({ watchdog: null })).toEqual([
        "stop watchdog: has no watchdog /dev/watchdog, without which sbd cuts nothing off.",
      ]);
      const soft =
        "watchdog: has only the kernel's own timer (softdog) as /dev/watchdog: it does not reset a host whose kernel hangs.";
      expect(found({ watchdog: "Software Watchdog" })).toEqual([`stop ${soft}`]);
      expect(found({ watchdog: "Software Watchdog", isEmulated: true })).toEqual([`warning ${soft}`]);
    });

    it("finds a host that outlived its sbd", () => {
      expect(found({}, "dead")).toEqual([
        "stop fencing-daemon: outlived its sbd: that is dead, and the watchdog did not reset the host for it.",
      ]);
    });

    it("finds a LUN that the host does not see, that is somebody's, or whose paths take longer than the watchdog", () => {
      const noLun = fencingFindings(
        fenced(false),
        "host1",
        { luns: {}, watchdog: "iTCO_wdt" },
        { fencingDaemon: null },
      );
      expect(noLun.map(({ code }) => code)).toEqual(["lun-missing"]);
      expect(found({ lun: { content: { TYPE: "sbd" } } })).toEqual([
        `stop lun-content: sees on LUN ${wwid} (sbd) what is not this rack's: sbd.`,
      ]);
      const theirs = `crossbed 1 holds ${label.replace(":kvm", ":sbd")} uuid 0123`;
      expect(found({ lun: { content: { MARK: theirs } } })[0]).toContain("what is not this rack's: crossbed 1 holds");
      expect(found({ lun: { isMapped: true, paths: 2, silentSec: 50 } })).toEqual([
        `warning lun-times: is reset after 60 s without the LUN, and a path of LUN ${wwid} (sbd) may be silent for 50 s before the next one is tried.`,
      ]);
    });
  });

  it("tells of an OCFS2 that resets its host while the LUN's paths switch, and what would be long enough", () => {
    const document = { ...inventoryDocument(), emulated: false };
    const [, xenLun] = inventory.luns;
    const xen = (clusterTimes: object): RackSeen["plan"] =>
      planTestbed(
        "xen-6core",
        parseSpec("xen-6core", { platform: "xen", layout: "6core", inventory: "rack.yaml" }),
        parseInventory("rack.yaml", { ...document, clusterTimes }),
        "sources",
      );
    const seen = { ...lun(4, {}), silentSec: 120 };
    const luns = { [xenLun?.wwid ?? ""]: seen, [backupLun?.wwid ?? ""]: lun(2, { TYPE: "ext4" }) };
    const codes = (clusterTimes: object) => lunFindings(xen(clusterTimes), "host1", { luns }).map(({ code }) => code);
    expect(codes({})).toEqual(["lun-times"]);
    expect(lunFindings(xen({}), "host1", { luns })[0]?.cure).toContain("clusterTimes: { lunSilentSec: 150 }");
    const endless = { [xenLun?.wwid ?? ""]: { ...seen, silentSec: 86_400 } };
    expect(lunFindings(xen({}), "host1", { luns: { ...luns, ...endless } })[0]?.cure).toMatch(
      /^Shorten fast_io_fail_tmo/u,
    );
    expect(codes({ lunSilentSec: 149 })).toEqual(["lun-times"]);
    expect(codes({ lunSilentSec: 150 })).toEqual([]);
  });

  it("tells of a simulator that another stack holds, by the machine's own file", () => {
    const seen = rack();
    const sim = seen.surveys.answers["sim"];
    if (sim === undefined) throw new Error("no simulator");
    const held = { ...sim, survey: { ...sim.survey, lease: JSON.stringify(lease("xen-6core", "b".repeat(32))) } };
    const answers = { ...seen.surveys.answers, sim: held };
    expect(said({ ...seen, surveys: { answers, silent: {} } })).toEqual(["stop sim held"]);
  });

  it("tells of a device's missing program by that alone", () => {
    const fencing = planFencing({
      hosts: [{ name: "host2", fencing: { kind: "agent", agent: "fence_apc", options: {}, action: "off" } }],
      activeHosts: [],
      emulated: true,
    });
    const devices = { silent: [{ asker: "host1", host: "host2", why: "no such program" }] };
    const found = (lacksPrograms: readonly string[]) =>
      deviceFindings(devices, rack({ lacksPrograms: [...lacksPrograms] }).surveys, fencing).map(({ text }) => text);
    expect(found([])).toEqual(["gets no answer from the fencing device of host2: no such program."]);
    expect(found(["fence_apc"])).toEqual([]);
  });

  it("tells of passwords that cannot be read, with a cure", () => {
    expect(deviceFindings({ silent: [], failure: "inventory rack: 1 problem" }, rack().surveys, [])).toEqual([
      {
        code: "fencing",
        severity: "stop",
        machine: "rack",
        text: "inventory rack: 1 problem",
        cure: "Correct these files, or passwordFile in hosts[].fencing of the inventory.",
      },
    ]);
  });

  it("tells once of a host that is silent, and still all of the others", () => {
    const seen = rack({ lacksPrograms: ["sar"] });
    const gone = new Error("host2: no route");
    const { host2: _, ...answers } = seen.surveys.answers;
    const hosts = { answers: { host1: seen.hosts.answers["host1"] ?? hostFacts() }, failures: { host2: gone } };
    expect(said({ ...seen, hosts, surveys: { answers, silent: { host2: gone } } })).toEqual([
      "stop host1 program",
      "stop host2 unreachable",
    ]);
  });

  it("leaves out, before a switch, only what the end of the other stack mends", () => {
    const seen = rack({ lacksModules: ["dlm"] });
    const sim = seen.surveys.answers["sim"];
    if (sim === undefined) throw new Error("no simulator");
    const held = { ...sim, survey: { ...sim.survey, lease: JSON.stringify(lease("xen-6core", "b".repeat(32))) } };
    const surveys = { answers: { ...seen.surveys.answers, sim: held }, silent: {} };
    expect(withoutHolder(findingsOf({ ...seen, surveys })).map(({ code }) => code)).toEqual(["module"]);
  });

  it("refuses a stack that something stops, with all of it, and lets warnings pass", () => {
    const seen = rack({ confines: ["SELinux"], lacksModules: ["dlm"], lacksPrograms: ["sar"] });
    expect(() => {
      refuseFindings("kvm-6core", findingsOf(seen));
    }).toThrow(/^stack kvm-6core: nothing has been changed\.\n {2}STOP host1 program: .*\n {2}STOP host1 module: .*$/u);
    refuseFindings("kvm-6core", findingsOf(rack({ confines: ["SELinux"] })));
  });

  it("says what stops before what warns", () => {
    const found = said(rack({ confines: ["SELinux"], lacksModules: ["dlm"] }));
    expect(found).toEqual(["stop host1 module", "warning host1 confinement"]);
    expect(
      renderFindings("kvm-6core", ["host1", "host2", "sim"], findingsOf(rack({ lacksModules: ["dlm"] }))),
    ).toContain("1 finding stops kvm-6core; nothing has been changed");
  });
});
