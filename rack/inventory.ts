/**
 * The inventory: the hosts, LUNs and networks that a testbed stands on. The `lab` stack puts one out; for real servers a
 * user writes the same document by hand (YAML or JSON). Nothing below depends on which it was.
 */
import { BlockList } from "node:net";
import { z } from "zod";
import { invalidInput, problemsOf, type Problem } from "../base/errors.ts";
import { backupRole, bootEntryNames, sharedLunRoles } from "../platforms/index.ts";
import { namePattern, wwidPattern } from "../base/names.ts";

const name = z.string().regex(namePattern, "must be a lower-case DNS label of at most 32 characters");
const ipv4 = z.ipv4();
const mac = z
  .string()
  .regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/, "must be a MAC address in lower case, like 52:54:00:77:00:0b");
const absolutePath = z
  .string()
  .regex(/^\/[A-Za-z0-9._/@+-]+$/, "must be an absolute path of letters, digits and . _ - / @ +");
const publicKey = z
  .string()
  .regex(
    /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+={0,3}$/,
    "must be an OpenSSH public key without a comment",
  );

/** Where ssh reaches a machine from the machine that runs Pulumi, and the key the machine must show. */
const sshEndpoint = z.strictObject({
  address: ipv4,
  port: z.int().min(1).max(65535).default(22),
  hostKey: publicKey,
});

/** One network card: its MAC identifies it, whatever the kernel calls it. `address` is the machine's own on that network. */
const networkInterface = z.strictObject({ network: name, mac, address: ipv4 });

const network = z.strictObject({
  /** At most 10 characters, so that `br-<name>` is a legal interface name with room to spare. */
  name: name.max(10),
  role: z.enum(["management", "traffic", "interconnect", "migration"]),
  subnet: z.cidrv4(),
  /** First of the addresses that guests may take, one after another. Absent where guests have no place (migration). */
  guestAddresses: z.strictObject({ first: ipv4, count: z.int().min(1) }).optional(),
});

const machine = z.strictObject({ name, ssh: sshEndpoint, interfaces: z.array(networkInterface).min(1) });

const host = machine.extend({
  pcpus: z.int().min(1),
  memoryMiB: z.int().min(1024),
  /** GRUB menu entry ids, by the name that the platform records have for them (`boot.entry`). */
  bootEntries: z
    .strictObject(Object.fromEntries(bootEntryNames.map((entry) => [entry, z.string().min(1)])))
    .default(Object.fromEntries(bootEntryNames.map((entry) => [entry, entry]))),
});

const lun = z.strictObject({
  role: z.enum([...sharedLunRoles, backupRole]),
  wwid: z.string().regex(wwidPattern, "must be 16 or 32 hexadecimal digits, as in /dev/disk/by-id/wwn-0x…"),
  sizeGiB: z.number().positive(),
});

/** The image that guests start from: files on the backup LUN, which is mounted read-only. */
const guestImage = z.strictObject({
  /** Raw disk image; one partition holding the root file system. */
  file: z.string().regex(/^[A-Za-z0-9._-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Kernel and initial RAM disk for direct kernel boot, on the same LUN. */
  kernel: z.string().regex(/^[A-Za-z0-9._-]+$/),
  initrd: z.string().regex(/^[A-Za-z0-9._-]+$/),
  /** Kernel command line: the root device differs between virtio and Xen's drivers, so name the root by label. */
  commandLine: z.string().regex(/^[A-Za-z0-9._=,:/ -]*$/),
});

/** Factors that map the study's numbers to this rack: 1 on servers like the study's, less in the lab. */
const scale = z.strictObject({
  cores: z.number().positive(),
  memory: z.number().positive(),
  load: z.number().positive(),
  time: z.number().positive(),
});

export const inventorySchema = z
  .strictObject({
    version: z.literal(1),
    name,
    /** True when the hosts run under software emulation: every result, table and figure then says so. */
    emulated: z.boolean(),
    ssh: z.strictObject({
      user: z
        .string()
        .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
        .default("root"),
      privateKeyFile: absolutePath,
    }),
    networks: z.array(network).min(1),
    hosts: z.array(host).min(1),
    simulators: z.array(machine).min(1),
    luns: z.array(lun),
    guestImage,
    scale: scale.default({ cores: 1, memory: 1, load: 1, time: 1 }),
  })
  .readonly();

export type Inventory = z.infer<typeof inventorySchema>;
export type InventoryHost = Inventory["hosts"][number];
export type InventoryNetwork = Inventory["networks"][number];

/**
 * Checks an inventory: shape first, then what its parts say of each other. Throws one `invalid_input` with all problems;
 * `document` is the file or stack that it came from.
 */
export function parseInventory(document: string, data: unknown): Inventory {
  const result = inventorySchema.safeParse(data);
  if (!result.success) throw invalidInput(document, problemsOf(result.error));
  const problems = contradictions(result.data);
  if (problems.length > 0) throw invalidInput(document, problems);
  return result.data;
}

/** What the schema cannot see: references to nothing, addresses outside their subnet, two things under one name. */
function contradictions(inventory: Inventory): Problem[] {
  const machines = [
    ...inventory.hosts.map((machine, index) => ({ machine, path: `hosts[${String(index)}]` })),
    ...inventory.simulators.map((machine, index) => ({ machine, path: `simulators[${String(index)}]` })),
  ];
  const networks = new Map(inventory.networks.map((network) => [network.name, network]));
  return [
    ...repeated(
      inventory.networks.map((network) => network.name),
      "networks",
      "name",
    ),
    ...repeated(
      machines.map(({ machine }) => machine.name),
      "hosts and simulators",
      "name",
    ),
    ...repeated(
      machines.flatMap(({ machine }) => machine.interfaces.map(({ mac }) => mac)),
      "interfaces",
      "MAC address",
    ),
    ...repeated(
      machines.flatMap(({ machine }) => machine.interfaces.map(({ address }) => address)),
      "interfaces",
      "address",
    ),
    ...repeated(
      inventory.luns.map((lun) => lun.wwid),
      "luns",
      "WWID",
    ),
    ...repeated(
      inventory.luns.map((lun) => lun.role),
      "luns",
      "role",
    ),
    ...rolesOf(inventory),
    ...machines.flatMap(({ machine, path }) =>
      machine.interfaces.flatMap((card, index): Problem[] => {
        const at = `${path}.interfaces[${String(index)}]`;
        const network = networks.get(card.network);
        if (network === undefined) {
          return [{ path: `${at}.network`, message: `is ${card.network}, which networks does not list.` }];
        }
        return isInSubnet(card.address, network.subnet)
          ? []
          : [
              {
                path: `${at}.address`,
                message: `is ${card.address}, outside ${card.network}'s subnet ${network.subnet}.`,
              },
            ];
      }),
    ),
    ...inventory.networks.flatMap(({ guestAddresses, subnet }, index): Problem[] =>
      guestAddresses === undefined || isInSubnet(guestAddresses.first, subnet)
        ? []
        : [
            {
              path: `networks[${String(index)}].guestAddresses.first`,
              message: `is ${guestAddresses.first}, outside the subnet ${subnet}.`,
            },
          ],
    ),
  ];
}

function rolesOf(inventory: Inventory): Problem[] {
  const count = (role: InventoryNetwork["role"]): number =>
    inventory.networks.filter((network) => network.role === role).length;
  const allowed = { management: [1, 1], traffic: [1, 2], interconnect: [1, Infinity], migration: [1, 1] } as const;
  return Object.entries(allowed).flatMap(([role, [least, most]]): Problem[] => {
    const found = count(role as keyof typeof allowed);
    if (found >= least && found <= most) return [];
    const range =
      least === most
        ? String(least)
        : most === Infinity
          ? `at least ${String(least)}`
          : `${String(least)} or ${String(most)}`;
    return [{ path: "networks", message: `has ${String(found)} with role ${role}; give ${range}.` }];
  });
}

function repeated(values: readonly string[], path: string, what: string): Problem[] {
  const seen = new Set<string>();
  const twice = new Set(values.filter((value) => seen.size === seen.add(value).size));
  return [...twice].map((value) => ({ path, message: `has the ${what} ${value} more than once.` }));
}

function isInSubnet(address: string, subnet: string): boolean {
  const [base = "", prefix = ""] = subnet.split("/");
  const list = new BlockList();
  list.addSubnet(base, Number(prefix));
  return list.check(address);
}
