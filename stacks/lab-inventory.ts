/** The lab's inventory: what a user would write by hand for a rack, from the lab's plan. */
import { bmcCipherSuite, bmcPasswordFile, bmcUser } from "../components/virtual-bmc/access.ts";
import { guestFiles } from "../components/virtual-lab/images.ts";
import type { LabPlan } from "../components/virtual-lab/plan.ts";
import { parseInventory, type Inventory } from "../rack/inventory.ts";

/** What only a lab that is up can know. */
export interface LabFacts {
  /** First of the machines' loopback ports, one after another in the plan's order. */
  readonly firstPort: number;
  /** OpenSSH public keys in the order of the plan's machines. */
  readonly hostKeys: readonly string[];
  readonly guestSha256: string;
}

/** Placeholders while a lab that is not up has no keys yet: planning uses neither keys nor ports nor checksums. */
export const unknownLabFacts: LabFacts = { firstPort: 1, hostKeys: [], guestSha256: "0".repeat(64) };
/** Not a key, and different for each machine. */
const unknownKey = (index: number): string => `ssh-ed25519 AAAA${String(index)}`;

export function labInventory(plan: LabPlan, facts: LabFacts): Inventory {
  const machines = plan.machines.map((machine, index) => ({
    role: machine.role,
    pcpus: machine.vcpus,
    memoryMiB: machine.memoryMiB,
    common: {
      name: machine.name,
      ssh: { address: "127.0.0.1", port: facts.firstPort + index, hostKey: facts.hostKeys[index] ?? unknownKey(index) },
      interfaces: machine.interfaces.map(({ network, mac, address }) => ({ network, mac, address })),
    },
  }));
  return parseInventory("stack lab", {
    version: 1,
    name: plan.name,
    emulated: plan.emulated,
    ssh: { user: "root", privateKeyFile: `${plan.directory}/ssh/id` },
    networks: plan.networks.map(({ name, role, subnet, guestAddresses }) => ({ name, role, subnet, guestAddresses })),
    hosts: machines
      .filter(({ role }) => role === "host")
      .map(({ common, pcpus, memoryMiB }) => ({ ...common, pcpus, memoryMiB, ...fencingOf(plan, common.name) })),
    simulators: machines.filter(({ role }) => role === "simulator").map(({ common }) => common),
    luns: plan.luns,
    guestImage: { ...guestFiles, sha256: facts.guestSha256 },
    scale: plan.scale,
  });
}

function fencingOf({ bmcs, directory }: LabPlan, host: string) {
  const bmc = bmcs.find(({ machine }) => machine === host);
  if (bmc === undefined) return {};
  const { address, port } = bmc;
  const passwordFile = bmcPasswordFile(directory);
  return {
    fencing: { kind: "ipmi" as const, address, port, user: bmcUser, passwordFile, cipherSuite: bmcCipherSuite },
  };
}
