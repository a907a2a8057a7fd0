/** An inventory like the lab's, for tests: two hosts, one simulator, six networks, three LUNs. */
import type { z } from "zod";
import type { inventorySchema } from "../../rack/inventory.ts";

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type InventoryDocument = Writable<z.input<typeof inventorySchema>>;

/** A key of its own for each machine. */
function hostKey(id: number): string {
  return `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDcXm0mOd0MHL1Sw9qbh3hJq5VXmyqOPp9CzD4dE5a${String(id)}`;
}

const networks: InventoryDocument["networks"] = [
  { name: "mgmt", role: "management", subnet: "10.77.0.0/24", guestAddresses: { first: "10.77.0.21", count: 20 } },
  { name: "traffic1", role: "traffic", subnet: "10.77.1.0/24", guestAddresses: { first: "10.77.1.21", count: 20 } },
  { name: "traffic2", role: "traffic", subnet: "10.77.2.0/24", guestAddresses: { first: "10.77.2.21", count: 20 } },
  { name: "inter1", role: "interconnect", subnet: "10.77.3.0/24", guestAddresses: { first: "10.77.3.21", count: 20 } },
  { name: "inter2", role: "interconnect", subnet: "10.77.4.0/24", guestAddresses: { first: "10.77.4.21", count: 20 } },
  { name: "migr", role: "migration", subnet: "10.77.5.0/24" },
];

function interfaces(id: number, onlyFirst = networks.length): InventoryDocument["hosts"][number]["interfaces"] {
  return networks.slice(0, onlyFirst).map((network, index) => ({
    network: network.name,
    mac: `52:54:00:77:0${String(index)}:${String(id)}`,
    address: `10.77.${String(index)}.${String(id)}`,
  }));
}

/** A fresh document that the schema accepts; tests change what they are about. */
export function inventoryDocument(): InventoryDocument {
  return {
    version: 1,
    name: "rack",
    emulated: true,
    ssh: { user: "root", privateKeyFile: "/var/lib/rack/id" },
    networks: structuredClone(networks),
    hosts: [
      {
        name: "host1",
        ssh: { address: "127.0.0.1", port: 20011, hostKey: hostKey(11) },
        pcpus: 1,
        memoryMiB: 4096,
        interfaces: interfaces(11),
      },
      {
        name: "host2",
        ssh: { address: "127.0.0.1", port: 20012, hostKey: hostKey(12) },
        pcpus: 1,
        memoryMiB: 4096,
        interfaces: interfaces(12),
      },
    ],
    simulators: [
      { name: "sim", ssh: { address: "127.0.0.1", port: 20013, hostKey: hostKey(13) }, interfaces: interfaces(13, 3) },
    ],
    luns: [
      { role: "kvm", wwid: "6001405a11ce0001", sizeGiB: 4 },
      { role: "xen", wwid: "6001405a11ce0002", sizeGiB: 4 },
      { role: "backup", wwid: "6001405a11ce0003", sizeGiB: 2 },
    ],
    guestImage: {
      file: "guest.raw",
      sha256: "a".repeat(64),
      kernel: "vmlinuz",
      initrd: "initrd.img",
      commandLine: "root=LABEL=guest ro quiet",
    },
    scale: { cores: 1 / 16, memory: 1 / 24, load: 1 / 100, time: 1 / 30 },
  };
}
