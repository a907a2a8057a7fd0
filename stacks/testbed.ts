/** The program of every testbed stack: the plan in, components and outputs out. */
import { mkdir } from "node:fs/promises";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { processComponents } from "../base/names.ts";
import { project, stateDirectory } from "../base/project.ts";
import { workloadArchive, type WorkloadArchive } from "../workloads/archive.ts";
import { Benchmark } from "../components/benchmark/index.ts";
import { Processes, type CarrierMachine } from "../components/processes/index.ts";
import { refuseClaims } from "../rack/claims.ts";
import { readFencingPasswords } from "../rack/fencing-passwords.ts";
import { writeKnownHosts } from "../rack/known-hosts.ts";
import { MachineLease } from "../components/host/lease.ts";
import type { HostFacts } from "../rack/facts.ts";
import { leaseHolder, type LeaseHolder } from "../rack/lease-holder.ts";
import { lookAtHosts, lookAtSimulators, type SimulatorFacts } from "../rack/look.ts";
import { readOperatorKeys } from "../rack/operator-keys.ts";
import type { SshTarget } from "../components/remote-script.ts";
import { refuseDistributions, refuseUnsafe } from "./check.ts";
import { workloadOf } from "../workloads/index.ts";
import { benchmarkRequest } from "./benchmark-request.ts";
import type { Inventory, InventoryHost } from "../rack/inventory.ts";
import { inventoryOf } from "./program-inventory.ts";
import { buildMachines, type Machines } from "./machines.ts";
import { planTestbed, type TestbedPlan } from "./plan.ts";
import { refuseGuestsAway, refuseHeldHosts, refuseNamesakes } from "./preflight.ts";
import { renderPlan } from "./render-plan.ts";
import { renderShares } from "./shares.ts";
import { sourcesDigest } from "./sources.ts";
import { parseSpec, type StackSpec } from "./spec.ts";
import { benchmarksVariable, readStackData, withBenchmarks } from "./stack-data.ts";
import { findTroubles, refuseStuck } from "./troubles.ts";
import { askFencing } from "./survey/ask-fencing.ts";
import { askSurveys } from "./survey/ask.ts";
import { findingsOf } from "./survey/findings.ts";
import { refuseFindings, renderFinding } from "./survey/render.ts";

interface RackAnswers {
  readonly self: LeaseHolder;
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  readonly facts: Record<string, HostFacts>;
  readonly simulators: Record<string, SimulatorFacts>;
}

/** Builds the stack's testbed. Outputs: plan and image digest, the benchmark's request, and the run if the stack asks for one. */
export async function testbed(): Promise<Record<string, unknown>> {
  const stack = pulumi.getStack();
  const lease = leaseHolder(stack, project);
  const data = readStackData(stack, pulumi.runtime.allConfig());
  const spec = parseSpec(stack, withBenchmarks(data, process.env[benchmarksVariable]));
  const inventory = await inventoryOf(spec.inventory, project);
  const plan = planTestbed(stack, spec, inventory, sourcesDigest(project));
  refuseUnsafe(plan);
  const fencingPasswords = readFencingPasswords(inventory);
  void pulumi.log.info(renderPlan(plan));

  // Pulumi starts a plugin at the first request to it, and waits; this request makes it start while we look at the hosts. If the plugin
  // cannot start, the first resource reports that.
  command.local.run({ command: "true" }).catch(() => undefined);
  const knownHostsFile = await writeKnownHosts(inventory, project);
  const [{ facts, simulators }, archive, { privateKey, publicKey }] = await Promise.all([
    lookAtRack(inventory),
    archiveOf(spec),
    readOperatorKeys(inventory.ssh.privateKeyFile),
  ]);
  await refuseRack({ self: lease, inventory, plan, facts, simulators });

  const targetOf = ({ ssh }: Pick<InventoryHost, "ssh">): SshTarget => ({
    ...ssh,
    user: inventory.ssh.user,
    privateKey,
    lease,
  });
  const machines = await buildMachines({
    inventory,
    plan,
    facts,
    knownHostsFile,
    authorizedKey: publicKey,
    targetOf,
    lease,
    fencingPasswords,
  });

  const application = buildApplication({ inventory, plan, simulators, machines, targetOf, lease, archive });

  const { hostFacts, guestHostKeys, shares } = machines;
  void shares.apply((known) => pulumi.log.info(renderShares(known)));
  const request = benchmarkRequest({ spec, inventory, plan, lease, facts, hostFacts, guestHostKeys, shares, project });
  const outputs = {
    planDigest: plan.digest,
    imageDigest: inventory.guestImage.sha256,
    // Nothing in it is secret, but it is for `crossbed bench` and not for a person's eyes.
    benchmarkRequest: pulumi.secret(request),
  };
  if (spec.benchmarks.when === "never") return outputs;
  const { result } = new Benchmark(
    "benchmark",
    { request, when: spec.benchmarks.when, project },
    { dependsOn: application },
  );
  return {
    ...outputs,
    run: result.run,
    report: result.report,
    headline: result.headline,
  };
}

interface ApplicationArgs extends Pick<RackAnswers, "inventory" | "plan" | "simulators"> {
  readonly machines: Machines;
  readonly targetOf: (machine: Pick<InventoryHost, "ssh">) => SshTarget;
  readonly lease: LeaseHolder;
  readonly archive: WorkloadArchive;
}

/** The workload's processes: services on the simulators' machines, then the nodes on their carriers. */
function buildApplication(args: ApplicationArgs): pulumi.Resource[] {
  const { inventory, plan, simulators, machines, targetOf, lease, archive } = args;
  const trafficMachines = inventory.simulators.map((machine) => ({
    name: machine.name,
    target: targetOf(machine),
    bootId: simulators[machine.name]?.bootId ?? "",
  }));
  const services = new Processes(
    processComponents.services,
    {
      processes: plan.workload.services,
      machines: Object.fromEntries(trafficMachines.map(({ name, target, bootId }) => [name, { target, bootId }])),
      archive,
    },
    { dependsOn: trafficMachines.map(({ name, ...machine }) => new MachineLease(name, { ...machine, lease })) },
  );
  const nodes = new Processes(
    processComponents.nodes,
    { processes: plan.workload.nodes, machines: carriersOf(plan, machines.carriers), archive },
    { dependsOn: [services, ...machines.resources] },
  );
  return [nodes, services];
}

async function lookAtRack(inventory: Inventory): Promise<Pick<RackAnswers, "facts" | "simulators">> {
  const [facts, simulators] = await Promise.all([lookAtHosts(inventory), lookAtSimulators(inventory)]);
  return { facts, simulators };
}

async function archiveOf({ workload }: StackSpec): Promise<WorkloadArchive> {
  const directory = stateDirectory(project);
  await mkdir(directory, { recursive: true });
  return await workloadArchive((into) => workloadOf(workload).writeFiles(workload, into), directory, workload);
}

/** Refuses a rack on which the stack cannot or must not be built, before anything is changed. */
async function refuseRack({ self, inventory, plan, facts, simulators }: RackAnswers): Promise<void> {
  refuseClaims(inventory, facts, simulators);
  refuseDistributions(plan, facts);
  refuseHeldHosts(self, facts);
  refuseNamesakes(facts);
  refuseStuck(plan, facts);
  for (const trouble of findTroubles(plan, facts)) void pulumi.log.warn(trouble);
  refuseGuestsAway(plan.stack, plan.guests, facts);
  // Once the stack has its hosts, every step looks for itself, and an update need not wait for a survey.
  if (Object.values(facts).every(({ lease }) => lease !== null)) return;
  const [surveys, devices] = await Promise.all([askSurveys(plan, inventory), askFencing(plan, inventory)]);
  const findings = findingsOf({
    ...{ self, inventory, plan, surveys, devices },
    hosts: { answers: facts, failures: {} },
    simulators: { answers: simulators, failures: {} },
  });
  refuseFindings(plan.stack, findings);
  for (const warning of findings) void pulumi.log.info(renderFinding(warning));
}

/** The machines that carry a node: on bare metal not every host does. */
function carriersOf(
  { workload }: TestbedPlan,
  carriers: Readonly<Record<string, CarrierMachine>>,
): Record<string, CarrierMachine> {
  const used = new Set(workload.nodes.map(({ machine }) => machine));
  return Object.fromEntries(Object.entries(carriers).filter(([name]) => used.has(name)));
}
