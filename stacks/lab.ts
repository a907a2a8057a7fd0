/** The `lab` stack: virtual hardware on this machine, and its inventory for the testbed stacks. */
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { CrossbedError, invalidInput } from "../base/errors.ts";
import { defaultLabName } from "../base/names.ts";
import { VirtualHost } from "../components/virtual-host/index.ts";
import { VirtualLab } from "../components/virtual-lab/index.ts";
import { readMachineFacts } from "../components/virtual-lab/machine.ts";
import { planLab, validateLab, type LabPlan } from "../components/virtual-lab/plan.ts";
import { chooseFirstPort, readIncarnations } from "../components/virtual-lab/preflight.ts";
import { VirtualSan } from "../components/virtual-san/index.ts";
import { cacheDirectory } from "../toolchain/paths.ts";
import { labInventory } from "./lab-inventory.ts";
import { parseLabSpec } from "./lab-spec.ts";
import { readStackData, type StackConfig } from "./stack-data.ts";

const projectDirectory = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/**
 * The lab that the configuration asks for on this machine, without touching anything. Errors: `invalid_input` with every
 * problem, among them a lab that does not fit.
 */
export async function readLabPlan(config: StackConfig, project = projectDirectory): Promise<LabPlan> {
  const spec = parseLabSpec(readStackData("lab", config));
  const name = spec.name ?? defaultLabName(project);
  const facts = await readMachineFacts(spec.accelerator, cacheDirectory(process.env));
  const problems = validateLab(spec, facts);
  if (problems.length > 0) throw invalidInput("stacks/lab.yaml", problems);
  return planLab(name, spec, facts);
}

/** The program of the stack `lab`. Outputs: `inventory`, and `sshConfig`, a file for `ssh -F` with the machines' names. */
export async function lab(): Promise<Record<string, unknown>> {
  if (process.getuid?.() !== 0) {
    throw new CrossbedError("missing_prerequisite", "network namespaces and emulators need root.", {
      where: "stack lab",
      hint: "Run this as root.",
    });
  }
  const plan = await readLabPlan(pulumi.runtime.allConfig());
  const incarnations = readIncarnations(plan);
  const firstPort = await chooseFirstPort(plan);

  const base = new VirtualLab("lab", {
    plan,
    incarnations,
    firstPort,
    imageCache: `${cacheDirectory(process.env)}/images`,
  });
  const { provider, pools, hostImage, backupImage, uri } = base;
  const hosts = plan.machines.filter(({ role }) => role === "host").map(({ name }) => name);
  const san = new VirtualSan(
    "san",
    { luns: plan.luns, hosts, pools: { luns: pools.luns.name, images: pools.images.name }, backupImage },
    { providers: [provider] },
  );
  const names = plan.machines.flatMap(({ name, interfaces }) =>
    interfaces.slice(0, 1).map(({ address }) => ({ name, address })),
  );
  const machines = plan.machines.map(
    (machine, index) =>
      new VirtualHost(
        machine.name,
        {
          lab: plan,
          machine,
          names,
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

  const inventory = pulumi
    .all([backupImage.guestSha256, pulumi.all(machines.map(({ answeringHostKey }) => answeringHostKey))])
    .apply(([guestSha256, hostKeys]) => labInventory(plan, { firstPort, hostKeys, guestSha256 }));
  return { inventory, sshConfig: `${plan.directory}/ssh/config` };
}
