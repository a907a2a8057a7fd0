/** Renders the plan as text, for `crossbed plan` and `pulumi preview`: all of it except the texts of programs and configurations. */
import { table } from "../base/text-table.ts";
import { devicePlace } from "../components/fencing/plan.ts";
import type { PlannedHost, TestbedPlan } from "./plan.ts";

/** At most four significant digits, without trailing zeros. */
const figure = (value: number): string => String(Number(value.toPrecision(4)));

/** Text that stands for nothing. */
const none = "-";
const listed = (words: readonly string[]): string => words.join(" ") || none;

/** The whole plan, in the order in which it is built: hosts, storage, guests, processes; then what is measured. */
export function renderPlan(plan: TestbedPlan): string {
  return [
    `stack ${plan.stack}: ${plan.platform}, ${plan.layout.name}, on ${plan.rack}${plan.emulated ? " (emulated)" : ""}`,
    ...renderScale(plan.scale),
    ...renderHosts(plan.hosts),
    ...renderStorage(plan),
    ...renderGuests(plan),
    ...renderWorkload(plan),
    ...renderBenchmark(plan),
    ...plan.warnings.map((warning) => `warning: ${warning.text}`),
    `digest: ${plan.digest}`,
  ].join("\n");
}

function renderScale(scale: TestbedPlan["scale"]): string[] {
  const factors = Object.entries(scale);
  if (factors.every(([, factor]) => factor === 1)) return [];
  return [`scale: ${factors.map(([name, factor]) => `${name} ${figure(factor)}`).join(", ")}`];
}

function renderHosts(hosts: readonly PlannedHost[]): string[] {
  const [first] = hosts;
  return [
    ...table([
      ["host", "role", "boots", "pCPUs", "memory", "bridges"],
      ...hosts.map((host) => [
        host.name,
        host.role,
        host.bootEntry,
        String(host.pcpus),
        `${String(host.memoryMiB)} MiB`,
        listed(host.bridges.map(({ bridge, address }) => `${bridge}=${address}`)),
      ]),
    ]),
    // The platform's: the same on every host.
    `hosts need the programs ${listed(first?.requirements.map(({ program }) => program) ?? [])} and the modules ${listed(first?.modules ?? [])}`,
  ];
}

function renderStorage({ storage, filesystem, fencing, imageDigest }: TestbedPlan): string[] {
  if (storage === undefined) return ["storage: the hosts' own disks"];
  const { image, backup, backupMount } = storage;
  return [
    `image: ${image.file} (SHA-256 ${imageDigest}) from LUN ${backup.role} (${backup.wwid}), read-only at ${backupMount}`,
    ...(filesystem === undefined
      ? []
      : [
          `file system: ${filesystem.kind} on LUN ${filesystem.lun.role} (${filesystem.lun.wwid}, ${figure(filesystem.lun.sizeGiB)} GiB) at ${filesystem.mountPoint}, ` +
            `journals of ${String(filesystem.journalMiB)} MiB for ${listed(filesystem.nodes.map(({ name }) => name))}, ${cutOff(filesystem, fencing)}`,
        ]),
  ];
}

/** What parts a lost member from the LUN. */
function cutOff(filesystem: NonNullable<TestbedPlan["filesystem"]>, fencing: TestbedPlan["fencing"]): string {
  if (filesystem.kind === "ocfs2")
    return `a member resets itself after ${String(filesystem.lunSilentSec)} s without the LUN`;
  if (fencing.length === 0) return "nothing fences a lost member";
  const devices = fencing.map((device) => {
    const { host, action, delaySec } = device;
    return `${host} (${action}) by ${devicePlace(device)}${delaySec === 0 ? "" : ` after ${String(delaySec)} s`}`;
  });
  return `a lost member is fenced: ${devices.join(", ")}`;
}

function renderGuests({ guests, migration, pinning }: TestbedPlan): string[] {
  if (guests.length === 0) return [];
  return [
    ...table([
      ["guest", "host", "role", "vCPUs", "memory", "pinned to", "addresses"],
      ...guests.map((guest) => [
        guest.name,
        guest.host,
        guest.role,
        String(guest.vcpus),
        `${String(guest.memoryMiB)} MiB`,
        pinning === "none" ? none : "by topology",
        listed(guest.interfaces.map((card) => card.address)),
      ]),
    ]),
    ...(migration === undefined
      ? []
      : [
          `live migration: ${listed(migration.guests.map(({ name }) => name))} through ${listed(migration.hosts.map(({ migrationAddress }) => migrationAddress))}`,
        ]),
  ];
}

function renderWorkload({ workload }: TestbedPlan): string[] {
  return [
    `workload: ${workload.settings.kind}`,
    ...table([
      ["process", "machine", "what it is", "needs"],
      ...workload.services.map((one) => [one.name, one.machine, "service", needsOf(one)]),
      ...workload.nodes.map((one) => [one.name, one.machine, `${one.preferred} node of ${one.cluster}`, needsOf(one)]),
      ...workload.generators.map((one) => [one.name, one.machine, `generator for ${one.cluster}`, none]),
    ]),
  ];
}

function needsOf({ programs, modules }: TestbedPlan["workload"]["services"][number]): string {
  return listed([...programs.map(({ program }) => program), ...modules]);
}

function renderBenchmark({ benchmark }: TestbedPlan): string[] {
  return [
    `benchmark: ${figure(benchmark.minutes)} minutes, seed ${String(benchmark.seed)}`,
    ...table([
      ["case", "repetition", "req/s", "study's req/s", "warm-up", "measured"],
      ...benchmark.cases.map((planned) => [
        planned.case,
        String(planned.repetition),
        figure(planned.offeredReqPerSec),
        figure(planned.nominalReqPerSec),
        `${String(planned.warmUpSec)} s`,
        `${String(planned.measuredSec)} s`,
      ]),
    ]),
  ];
}
