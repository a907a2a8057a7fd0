/** Whether a guest runs twice: by its disks, by who answers for its address, and by the boots that answer through each host. */
import { guestAddressOn, type GuestPlan } from "../../components/guest/plan.ts";
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";
import { Remote } from "../../rack/remote.ts";
import type { Machine } from "../../rack/ssh-config.ts";
import type { HarmedLab } from "./fault.ts";
import { platformOf } from "../../platforms/index.ts";

const patienceMs = 300_000;
const probes = 3;

/** Disks of all domains that are at work on a host, a line each. */
const listDisks = `read -r uri
for domain in $(virsh -q -c "$uri" list --name); do
  virsh -q -c "$uri" domblklist "$domain" | sed 's/^ *[^ ]* *//'
done`;

/** Disks that hosts share and more than one of them writes to now. */
export function sharedDisks(byHost: Readonly<Record<string, readonly string[]>>, mountPoint: string): string[] {
  const hostsOf = new Map<string, string[]>();
  for (const [host, disks] of Object.entries(byHost)) {
    for (const disk of disks) {
      if (disk.startsWith(`${mountPoint}/`)) hostsOf.set(disk, [...(hostsOf.get(disk) ?? []), host]);
    }
  }
  return [...hostsOf].flatMap(([disk, hosts]) =>
    hosts.length > 1 ? [`${disk} is the disk of guests that run on ${hosts.join(" and ")}`] : [],
  );
}

/** How many answered more than was asked, by what busybox's arping prints. */
export function surplusAnswers(printed: string): number {
  const [sent, received] = [/^Sent (\d+) probe/mu, /^Received (\d+) response/mu].map((pattern) =>
    Number(pattern.exec(printed)?.[1] ?? "NaN"),
  );
  if (sent === undefined || received === undefined || Number.isNaN(sent) || Number.isNaN(received))
    throw new Error(`arping printed no sums: ${printed.slice(-300)}`);
  return Math.max(0, received - sent);
}

/** Each sentence names a guest or a disk that is there twice. */
export async function twins(lab: HarmedLab, request: BenchmarkRequest): Promise<string[]> {
  const { connect, inventory, plan } = lab;
  const uri = `${platformOf(plan.platform).libvirt?.scheme ?? ""}:///system`;
  const hosts = inventory.hosts.map(({ name }) => name);
  const disks: Record<string, string[]> = {};
  const answers: string[] = [];
  await connect(async (remote) => {
    for (const host of hosts) disks[host] = (await remote.run(host, listDisks, `${uri}\n`, patienceMs)).split("\n");
    answers.push(...(await Promise.all(plan.guests.map((guest) => answersFor(remote, guest)))).flat());
  });
  return [
    ...sharedDisks(disks, plan.filesystem?.mountPoint ?? ""),
    ...answers,
    ...(await bootsOf(plan.guests, hosts, request)),
  ];
}

/** Asks the whole network from the guest's own host. */
async function answersFor(remote: Remote, guest: GuestPlan): Promise<string[]> {
  const address = guestAddressOn(guest, "management") ?? "";
  const bridge = guest.interfaces.find((card) => card.address === address)?.bridge ?? "";
  const command = `read -r bridge; read -r address; busybox arping -b -c ${probes} -w 20 -I "$bridge" "$address" || true`;
  const surplus = surplusAnswers(await remote.run(guest.host, command, `${bridge}\n${address}\n`, patienceMs));
  return surplus === 0 ? [] : [`${address} of ${guest.name} was answered for ${surplus} times more than asked`];
}

/** A host's bridge reaches the copy on that host first. ssh would take connections to one address for the same: none is shared. */
async function bootsOf(
  guests: readonly GuestPlan[],
  hosts: readonly string[],
  { machines, privateKeyFile }: BenchmarkRequest,
): Promise<string[]> {
  const ways = guests.flatMap(({ name }) =>
    machines
      .filter((machine) => machine.name === name)
      .flatMap((machine) => hosts.map((host): Machine => ({ ...machine, name: `${name}-by-${host}`, proxy: host }))),
  );
  const remote = await Remote.open([...machines, ...ways], privateKeyFile, { isShared: false });
  try {
    const found = await Promise.all(
      guests.map(async ({ name }) => {
        const boots = await Promise.all(
          hosts.map((host) => remote.run(`${name}-by-${host}`, "cat /proc/sys/kernel/random/boot_id", "", patienceMs)),
        );
        const all = new Set(boots.map((boot) => boot.trim()));
        return all.size === 1 ? [] : [`${name} answers with ${all.size} boots: ${[...all].join(", ")}`];
      }),
    );
    return found.flat();
  } finally {
    await remote.close();
  }
}
