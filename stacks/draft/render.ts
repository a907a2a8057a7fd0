/**
 * The draft of an inventory, as YAML: what the machines said stands in it; what only a person knows is left empty, with what to write beside it,
 * so that no draft passes for an inventory before somebody has read it.
 */
import { Document, Scalar, visit } from "yaml";
import { namePattern } from "../../base/names.ts";
import { sshPort } from "../../base/ports.ts";
import { bootEntryNames } from "../../platforms/index.ts";
import { shownEndpoint, type FoundMachine } from "./ask.ts";
import { sharedNetworks, type DraftNetwork } from "./networks.ts";

export interface DraftOptions {
  /** The rack's name, a DNS label. */
  readonly rack: string;
  /** Absolute path of the private key by which root of every machine is reached. */
  readonly privateKeyFile: string;
}

/** Text of the draft, and how many places a person has to fill in. */
export function renderDraft(
  hosts: readonly FoundMachine[],
  simulators: readonly FoundMachine[],
  { rack, privateKeyFile }: DraftOptions,
): { readonly text: string; readonly empty: number } {
  const machines = [...hosts, ...simulators];
  const networks = sharedNetworks(machines).map((network, index) => ({
    ...network,
    // Machines may be reached by several networks; names are each one network's.
    name: network.isManagement && index === 0 ? "mgmt" : `net${String(index + 1)}`,
  }));
  const carriers = new Set(machines.map(({ found }) => found.virtual).filter((word) => !["", "none"].includes(word)));
  const document = new Document({
    version: 1,
    name: rack,
    emulated: noted(
      carriers.size > 0,
      carriers.size > 0 ? `machines run under ${[...carriers].join(", ")}: every result says so` : undefined,
    ),
    ssh: { user: "root", privateKeyFile },
    networks: networks.map((network) => networkOf(network)),
    hosts: hosts.map((host, index) => ({
      ...machineOf(host, index, "host", machines, networks),
      pcpus: host.pcpus,
      memoryMiB: host.memoryMiB,
      bootEntries: bootEntriesOf(host),
      fencing: fencingOf(host),
    })),
    simulators:
      simulators.length === 0
        ? empty("the machines of the load generators: give them with --simulator ADDRESS")
        : simulators.map((one, index) => machineOf(one, index, "sim", machines, networks)),
    luns: lunsOf(hosts),
    guestImage: {
      file: empty("raw disk image in the root of the backup LUN"),
      sha256: empty("what sha256sum prints for it"),
      kernel: empty("file beside it"),
      initrd: empty("file beside it"),
      commandLine: empty("such as root=LABEL=guest ro"),
    },
  });
  document.commentBefore =
    " Drafted from what the machines say of themselves. Every empty place is for you, and `crossbed plan STACK` names those that are left.";
  let places = 0;
  visit(document, {
    Scalar: (_, { value }) => {
      if (value === null) places += 1;
    },
  });
  return { text: `${document.toString({ nullStr: "", lineWidth: 0 }).trimEnd()}\n`, empty: places };
}

/** A value with a remark behind it. */
function noted(value: string | number | boolean | null, remark: string | undefined): Scalar {
  const scalar = new Scalar(value);
  if (remark !== undefined) scalar.comment = ` ${remark}`;
  return scalar;
}

const empty = (whatToWrite: string): Scalar => noted(null, whatToWrite);

type NamedNetwork = DraftNetwork & { readonly name: string };

function networkOf({ name, subnet, isManagement, interfaces }: NamedNetwork): Record<string, unknown> {
  const cards = [...new Set(interfaces.map((one) => one?.card.words ?? "no card"))].join(" · ");
  return {
    name: noted(name, cards),
    role: isManagement
      ? noted("management", "ssh comes this way")
      : empty("traffic, interconnect or migration; remove the network if it is none"),
    subnet,
    guestAddresses: empty(
      "addresses that nobody has, such as { first: 192.0.2.101, count: 8 }; remove the line for migration",
    ),
  };
}

/** A machine's own name where an inventory may have it and no other machine bears it, else a made one. */
function machineOf(
  machine: FoundMachine,
  index: number,
  prefix: string,
  machines: readonly FoundMachine[],
  networks: readonly NamedNetwork[],
): Record<string, unknown> {
  const { endpoint, hostKey, name } = machine;
  const isFit = namePattern.test(name) && machines.filter((one) => one.name === name).length === 1;
  const at = machines.indexOf(machine);
  return {
    name: isFit ? name : noted(`${prefix}${String(index + 1)}`, `it calls itself ${name}`),
    ssh: {
      address: endpoint.address,
      ...(endpoint.port === sshPort ? {} : { port: endpoint.port }),
      hostKey: noted(
        hostKey,
        `as ${shownEndpoint(endpoint)} shows it: compare it with /etc/ssh/ssh_host_ed25519_key.pub there`,
      ),
    },
    interfaces: networks.flatMap(({ name: network, interfaces }) => {
      const one = interfaces[at];
      return one === null || one === undefined
        ? []
        : [{ network, mac: noted(one.card.mac, one.card.words), address: one.address }];
    }),
  };
}

function bootEntriesOf({ found: { bootEntries } }: FoundMachine): Record<string, unknown> {
  const choice =
    bootEntries.length === 0 ? "the id of a GRUB entry; the host shows none" : `one of: ${bootEntries.join(" · ")}`;
  return Object.fromEntries(
    bootEntryNames.map((entry) => [entry, bootEntries.includes(entry) ? entry : empty(choice)]),
  );
}

function fencingOf({ found: { bmc } }: FoundMachine): unknown {
  return bmc === null
    ? empty("the device that cuts the host off, as docs/fencing.md says; the host shows no BMC")
    : { kind: "ipmi", address: bmc, user: empty("the BMC's user"), passwordFile: empty("absolute path, mode 0600") };
}

/** Disks that every host sees. What hosts have to themselves is nobody's LUN. */
function lunsOf(hosts: readonly FoundMachine[]): unknown {
  const [first, ...others] = hosts;
  const shared = (first?.found.disks ?? []).filter(({ wwid }) =>
    others.every(({ found }) => found.disks.some((disk) => disk.wwid === wwid)),
  );
  if (shared.length === 0) return noted(null, "no disk is seen by every host: LUNs are found by WWID");
  return shared.map(({ wwid, bytes, content }) => {
    const all = hosts.flatMap(({ found }) => found.disks.filter((disk) => disk.wwid === wwid));
    const remarks = [
      content === "" ? "nothing found at its beginning" : `holds ${content}: its data would be refused, not formatted`,
      ...(all.some(({ isMounted }) => isMounted) ? ["MOUNTED"] : []),
      `paths ${all.map(({ paths }) => String(paths)).join(" and ")}`,
    ];
    return {
      role: empty("kvm, xen or backup; remove the LUN if it is none of these"),
      wwid: noted(wwid, remarks.join("; ")),
      sizeGiB: Math.round((bytes / 2 ** 30) * 100) / 100,
    };
  });
}
