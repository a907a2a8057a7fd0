/** What the rack's networks need of their cards: one MTU a network, cards that no other bridge has. Pure. */
import { bridgeName } from "../../base/names.ts";
import { sshPort } from "../../base/ports.ts";
import { clusterPorts } from "../../components/cluster-filesystem/ports.ts";
import { platformOf } from "../../platforms/index.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { Inventory } from "../../rack/inventory.ts";
import type { PlannedHost, TestbedPlan } from "../plan.ts";
import type { Finding } from "./finding.ts";
import type { Survey } from "./record.ts";

/** Everything that a host says of its networks. */
export function networkFindings(
  plan: Pick<TestbedPlan, "filesystem" | "platform">,
  { bridges }: Pick<PlannedHost, "bridges">,
  host: Inventory["hosts"][number],
  facts: Pick<HostFacts, "interfaces" | "bridges">,
  survey: Pick<Survey, "filters">,
): Finding[] {
  return [
    ...firewallFindings(host.name, survey, portsBetweenHosts(plan)),
    ...(bridges.length === 0 ? [] : bridgeFindings(host, facts)),
  ];
}

/** Ports that a stack's hosts must let each other reach: corosync.conf(5), dlm_controld(8), o2cb(7), libvirt's migration. */
function portsBetweenHosts({ filesystem, platform }: Pick<TestbedPlan, "filesystem" | "platform">): string[] {
  const cluster = {
    gfs2: [`UDP ${String(clusterPorts.corosync)} (corosync)`, `TCP ${String(clusterPorts.dlm)} (dlm)`],
    ocfs2: [`TCP ${String(clusterPorts.o2cb)} (o2cb)`],
  };
  return [
    ...(filesystem === undefined ? [] : cluster[filesystem.kind]),
    ...(platformOf(platform).canMigrate ? [`TCP ${String(sshPort)} and 49152-49215 (live migration)`] : []),
  ];
}

/** Filters of packets that let nothing through by themselves, where the stack needs ports. */
function firewallFindings(machine: string, { filters }: Pick<Survey, "filters">, ports: readonly string[]): Finding[] {
  if (ports.length === 0) return [];
  return filters.map((name) => ({
    code: "firewall",
    severity: "warning",
    machine,
    text: `drops packets that no rule of ${name} allows; the stack needs ${ports.join(", ")}.`,
    cure: `Allow them between the rack's machines.`,
  }));
}

/** Networks whose cards have different MTUs: large packets are lost between them, or split. */
export function mtuFindings(
  { networks, hosts, simulators }: Pick<Inventory, "networks" | "hosts" | "simulators">,
  surveys: Readonly<Record<string, Pick<Survey, "mtus">>>,
): Finding[] {
  return networks.flatMap(({ name }): Finding[] => {
    const cards = [...hosts, ...simulators].flatMap((machine) => {
      const mac = machine.interfaces.find(({ network }) => network === name)?.mac ?? "";
      const mtu = surveys[machine.name]?.mtus[mac];
      return mtu === undefined ? [] : [{ machine: machine.name, mtu }];
    });
    if (new Set(cards.map(({ mtu }) => mtu)).size < 2) return [];
    const each = cards.map(({ machine, mtu }) => `${machine} ${String(mtu)}`).join(", ");
    return [
      {
        code: "mtu",
        severity: "warning",
        machine: "rack",
        text: `has cards of different MTUs on network ${name}: ${each}.`,
        cure: "Give them one MTU.",
      },
    ];
  });
}

/** Cards that belong to a bridge which is not the stack's. */
function bridgeFindings(
  host: Inventory["hosts"][number],
  { interfaces, bridges }: Pick<HostFacts, "interfaces" | "bridges">,
): Finding[] {
  return host.interfaces.flatMap(({ network, mac }): Finding[] => {
    const card = interfaces.find((seen) => seen.mac === mac)?.name;
    const master = bridges.find(({ ports }) => card !== undefined && ports.includes(card))?.name;
    if (master === undefined || master === bridgeName(network)) return [];
    return [
      {
        code: "bridge",
        severity: "stop",
        machine: host.name,
        text: `has ${String(card)}, its card on network ${network}, in the bridge ${master}.`,
        cure: `Take it out, or name another card for ${network} in the inventory.`,
      },
    ];
  });
}
