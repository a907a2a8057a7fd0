import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MachineLease } from "../../components/host/lease.ts";
import { Processes } from "../../components/processes/index.ts";
import { VirtualBmc } from "../../components/virtual-bmc/index.ts";
import { VirtualHost } from "../../components/virtual-host/index.ts";
import { VirtualLab } from "../../components/virtual-lab/index.ts";
import { planLab, type LabPlan } from "../../components/virtual-lab/plan.ts";
import { platformNames, type Platform } from "../../platforms/index.ts";
import { parseInventory } from "../../rack/inventory.ts";
import { hostPaths } from "../../rack/paths.ts";
import { parseLabSpec } from "../../stacks/lab-spec.ts";
import { buildMachines } from "../../stacks/machines.ts";
import { planTestbed } from "../../stacks/plan.ts";
import { parseSpec } from "../../stacks/spec.ts";
import { readStackData } from "../../stacks/stack-data.ts";
import { hostFacts } from "../support/host-facts.ts";
import { inventoryDocument } from "../support/inventory.ts";
import { registrationsOf, type Registration } from "../support/mocks.ts";
import { sshTarget as target } from "../support/remote.ts";
import { brokenContracts, sentScripts } from "../support/script-contract.ts";

const inventory = parseInventory("rack.yaml", inventoryDocument());
const lease = { stack: "test", clone: "a".repeat(32), holder: "root@here" };

/** What the steps print that others read. */
const outputs = ({ name }: Registration) => ({
  stdout: name.endsWith("-facts")
    ? JSON.stringify(hostFacts())
    : `/dev/lun ${String((name.includes("backup") ? 2 : 4) * 1024 ** 3)}\n`,
});

async function testbed(platform: Platform): Promise<Registration[]> {
  const spec = parseSpec("test", { platform, layout: "16core", benchmarks: { loads: [750], repetitions: 1 } });
  const plan = planTestbed("test", spec, inventory, "sources");
  return await registrationsOf(async () => {
    const { carriers } = await buildMachines({
      ...{ inventory, plan, lease, fencingPasswords: {} },
      facts: { host1: hostFacts(), host2: hostFacts({ name: "host2" }) },
      knownHostsFile: "/known_hosts",
      authorizedKey: "ssh-ed25519 AAAAuser",
      targetOf: () => ({ ...target, lease }),
    });
    const archive = { file: "/archive.tar.gz", sha256: "a".repeat(64) };
    new MachineLease("sim", { target, lease, bootId: "boot" });
    const sim = { sim: { target: { ...target, lease }, bootId: "boot" } };
    new Processes("simulators", { processes: plan.workload.services, machines: sim, archive });
    new Processes("application", { processes: plan.workload.nodes, machines: carriers, archive });
  }, outputs);
}

describe("scripts", () => {
  it.each(platformNames)(
    "of a testbed of %s require what they are sent and read, and no other value",
    async (platform) => {
      const scripts = sentScripts(await testbed(platform));
      expect(scripts.length).toBeGreaterThan(10);
      expect(brokenContracts(scripts)).toEqual([]);
    },
  );

  it("of the lab require what they are sent and read, and no other value", async () => {
    const facts = { cores: 4, memoryMiB: 16384, accelerator: "tcg" } as const;
    const plan = planLab("lab", { ...parseLabSpec(readStackData("lab", {})), fencing: true }, facts);
    const registrations = await registrationsOf(
      () => {
        lab(plan);
      },
      ({ name }) => ({ stdout: name.endsWith("-seed") ? '{"hostKey":"k","sha256":"0"}' : "{}" }),
    );
    const scripts = sentScripts(registrations);
    expect(scripts.length).toBeGreaterThan(10);
    expect(brokenContracts(scripts)).toEqual([]);
  });

  it("are judged by what they require, read and are sent", () => {
    const text = ': "${FILE:?}" "${MODE?}"\necho "$FILE" "${OTHER:-}" "$HOST_RUN"\nOWN=1\necho "$OWN"\n# $COMMENT';
    expect(brokenContracts([{ name: "step", texts: [text], sent: ["BOOT_ID", "FILE", "SIZE"] }])).toEqual([
      "step requires MODE, which nobody sends",
      "step is sent SIZE, which it does not read",
      "step reads OTHER, which it does not require",
    ]);
  });

  it("have no program inside a here-document, and leave PATH and the paths of machines to what stands in front of them", () => {
    const scripts = ["rack", "components", "benchmarks", "platforms"]
      .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`))
      .filter((file) => file.endsWith(".sh") && !/virtual-|rack\/scripts\/values/u.test(file));
    expect(scripts.length).toBeGreaterThan(30);
    const written = /<<-? ?'|export (?:.* )?PATH=\$PATH/u;
    expect(scripts.filter((file) => written.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});

/** A virtual lab with one machine and its BMC. */
function lab(plan: LabPlan): void {
  const base = new VirtualLab("lab", { plan, incarnations: {}, firstPort: 20000, imageCache: "/cache" });
  const [machine] = plan.machines;
  const [bmc] = plan.bmcs;
  if (machine === undefined || bmc === undefined) throw new Error("the lab has no machine, or no BMC of it");
  new VirtualBmc("bmc", { lab: plan, bmc, uri: base.uri, incarnations: {} });
  new VirtualHost(machine.name, {
    lab: plan,
    ...{ machine, names: [], port: 20000, incarnations: {}, uri: base.uri, luns: [] },
    image: { ...base.hostImage, pool: "images" },
    pools: { disks: "disks", seeds: "seeds" },
    after: base.ready,
    networks: base.networks,
  });
}

describe("options of ssh", () => {
  it("stand in rack/ssh-config.ts alone: scripts on machines use that file", () => {
    const scripts = ["rack", "components", "benchmarks", "workloads"]
      .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`))
      // The lab's are for people, and for its own machines on this one.
      .filter((file) => file.endsWith(".sh") && !file.startsWith("components/virtual-"));
    const own = /StrictHostKeyChecking|ConnectTimeout|IdentitiesOnly|GlobalKnownHostsFile/u;
    expect(scripts.filter((file) => own.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});

describe("paths of Crossbed's on machines", () => {
  it("stand in rack/paths.ts alone", () => {
    const own = /(?<![\w$}@])\/(?:var\/(?:lib|log)|run|opt)\/crossbed\b|["'`]\/crossbed\//u;
    const elsewhere = ["base", "platforms", "rack", "workloads", "stacks", "components", "benchmarks", "cli"]
      .flatMap((room) => readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`))
      .filter((file) => /\.(?:ts|sh|xslt)$/u.test(file))
      // The lab's own directory is one of this machine; an image knows no paths but its own.
      .filter((file) => !/^rack\/paths\.ts$|^components\/virtual-lab\//u.test(file))
      .filter((file) => own.test(readFileSync(file, "utf8")));
    expect(Object.values(hostPaths).every((path) => path.startsWith("/"))).toBe(true);
    expect(elsewhere).toEqual([]);
  });
});
