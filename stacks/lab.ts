/** The `lab` stack: virtual hardware on this machine, and its inventory for the testbed stacks. */
import * as pulumi from "@pulumi/pulumi";
import { CrossbedError } from "../base/errors.ts";
import { VirtualBmc } from "../components/virtual-bmc/index.ts";
import { VirtualHost } from "../components/virtual-host/index.ts";
import { VirtualLab } from "../components/virtual-lab/index.ts";
import { chooseFirstPort, readIncarnations } from "../components/virtual-lab/preflight.ts";
import { VirtualSan } from "../components/virtual-san/index.ts";
import { imageCache } from "./lab-images.ts";
import { labInventory } from "./lab-inventory.ts";
import { readLabPlan } from "./lab-plan.ts";

/** The program of the stack `lab`. Outputs: `inventory`, and `sshConfig`, a file for `ssh -F` with the machines' names. */
export async function lab(): Promise<Record<string, unknown>> {
  refuseUnlessRoot();
  const plan = await readLabPlan(pulumi.runtime.allConfig());
  const incarnations = readIncarnations(plan);
  const firstPort = await chooseFirstPort(plan);

  const base = new VirtualLab("lab", {
    plan,
    incarnations,
    firstPort,
    imageCache: imageCache(process.env),
  });
  const { provider, pools, hostImage, backupImage, uri } = base;
  const { luns, lunPaths: paths } = plan;
  const hosts = plan.machines.filter(({ role }) => role === "host").map(({ name }) => name);
  const san = new VirtualSan(
    "san",
    { luns, paths, hosts, pools: { luns: pools.luns.name, images: pools.images.name }, backupImage },
    { providers: [provider] },
  );
  const machines = plan.machines.map(
    (machine, index) =>
      new VirtualHost(
        machine.name,
        {
          lab: plan,
          machine,
          names: plan.names,
          port: firstPort + index,
          incarnations,
          uri,
          image: { ...hostImage, pool: pools.images.name },
          pools: { disks: pools.disks.name, seeds: pools.seeds.name },
          luns: san.lunsOf(machine.name),
          after: base.ready,
          networks: base.networks,
        },
        { providers: [provider] },
      ),
  );

  const bmcs = plan.bmcs.map(
    (bmc) =>
      new VirtualBmc(
        `${bmc.machine}-bmc`,
        { lab: plan, bmc, uri, incarnations },
        { dependsOn: [...base.networks, ...machines] },
      ),
  );

  const inventory = pulumi
    .all([
      backupImage.guestSha256,
      pulumi.all(machines.map(({ answeringHostKey }) => answeringHostKey)),
      pulumi.all(bmcs.map(({ listening }) => listening)),
    ])
    .apply(([guestSha256, hostKeys]) => labInventory(plan, { firstPort, hostKeys, guestSha256 }));
  return { inventory, sshConfig: `${plan.directory}/ssh/config` };
}

function refuseUnlessRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new CrossbedError("missing_prerequisite", "network namespaces and emulators need root.", {
    where: "stack lab",
    hint: "Run this as root.",
  });
}
