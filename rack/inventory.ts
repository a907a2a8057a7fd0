/**
 * The inventory: the hosts, LUNs and networks that a testbed stands on. The `lab` stack outputs one; for real servers a user writes
 * the same document by hand (YAML or JSON). Nothing below depends on who wrote it.
 */
import { z } from "zod";
import { invalidInput } from "../base/errors.ts";
import { nameSchema as name } from "../base/name-spec.ts";
import { absolutePath } from "../base/path-spec.ts";
import { portSchema } from "../base/port-spec.ts";
import { sshPort } from "../base/ports.ts";
import { checked } from "../base/schema-problems.ts";
import { sha256Schema } from "../base/sha256-spec.ts";
import { wwidSchema } from "../base/wwid-spec.ts";
import { backupRole, bootEntryNames, sharedLunRoles } from "../platforms/index.ts";
import { fencingSchema } from "./fencing-inventory.ts";
import { contradictions } from "./inventory-contradictions.ts";

/** Of hosts, of simulators, of networks and of the cards of a machine. */
const most = 32;

/** Guests have names of one or two letters and a number (`a1`); some names always mean this machine or the control domain. */
const machineName = name.regex(
  /^(?!(?:[a-z]{1,2}[0-9]+|localhost|ip6-localhost|ip6-loopback|dom0|domain-0)$)/,
  "must be a name that no guest has (a1, b2 …) and that is not reserved (localhost, dom0), like host1",
);
const ipv4 = z.ipv4();
const mac = z
  .string()
  .regex(
    /^(?!00:00:00:00:00:00)[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/,
    "must be the MAC address of one card, in lower case and its second digit even, like 52:54:00:77:00:0b",
  );
const fileName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "must be the name of a file without a directory, of letters, digits and . _ -, like guest.raw",
  );
const publicKey = z
  .string()
  .regex(
    /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+={0,3}$/,
    "must be an OpenSSH public key without a comment, like ssh-ed25519 AAAA… (ssh-keyscan prints it)",
  )
  .max(4096);

/** A host that goes on for longer without its LUN is of no use to a measurement. */
export const mostLunSilentSec = 600;

/** Where ssh reaches a machine from the machine that runs Pulumi, and the key the machine must show. */
const sshEndpoint = z.strictObject({
  address: ipv4,
  port: portSchema.default(sshPort),
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
  guestAddresses: z.strictObject({ first: ipv4, count: z.int().min(1).max(65_536) }).optional(),
});

const machine = z.strictObject({
  name: machineName,
  ssh: sshEndpoint,
  interfaces: z.array(networkInterface).min(1).max(most),
});

const bootEntry = z
  .string()
  .regex(/^[\x20-\x7e]{1,500}$/, "must be the id of a GRUB menu entry: one line of at most 500 characters");

const host = machine.extend({
  pcpus: z.int().min(1).max(4096),
  memoryMiB: z.int().min(1024).max(67_108_864),
  /** GRUB menu entry ids, by the name that the platform records have for them (`boot.entry`). */
  bootEntries: z
    .strictObject(Object.fromEntries(bootEntryNames.map((entry) => [entry, bootEntry])))
    .default(Object.fromEntries(bootEntryNames.map((entry) => [entry, entry]))),
  /** How the host is cut off when it is lost; GFS2 needs it of every host. */
  fencing: fencingSchema.optional(),
});

const lun = z.strictObject({
  role: z.enum([...sharedLunRoles, backupRole]),
  wwid: wwidSchema,
  sizeGiB: z.number().min(0.25).max(1_048_576),
  /** Consent: the file system of this UUID, made before file systems bore a mark of their rack, is this rack's. */
  adopt: z
    .string()
    .regex(
      /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      "must be a file system's UUID in lower case, as blkid prints it",
    )
    .optional(),
});

/**
 * When a host counts as lost to the others. Absent is what suits hosts whose LUN answers at once: links 3 s under KVM, 30 s under
 * Xen, the LUN 60 s; more where hosts are emulated.
 */
const clusterTimes = z.strictObject({
  /** OCFS2 alone: a host that cannot write to the LUN for so long resets itself. Longer than a switch of the LUN's paths takes. */
  lunSilentSec: z.int().min(10).max(mostLunSilentSec).optional(),
  /** How long a host may be silent on the links; under OCFS2 shorter than `lunSilentSec`. */
  linkSilentSec: z.int().min(2).max(300).optional(),
});

/** The image that guests start from: files on the backup LUN, which is mounted read-only. */
const guestImage = z.strictObject({
  /** Raw disk image; one partition holding the root file system. */
  file: fileName,
  sha256: sha256Schema,
  /** Kernel and initial RAM disk for direct kernel boot, on the same LUN. */
  kernel: fileName,
  initrd: fileName,
  /** Kernel command line: the root device differs between virtio and Xen's drivers, so name the root by label. */
  commandLine: z
    .string()
    .regex(
      /^[A-Za-z0-9._=,:/ -]{0,2000}$/,
      "must be a kernel command line of letters, digits, spaces and . _ = , : / -",
    ),
});

/** Factors that map the study's numbers to this rack: 1 on servers like the study's, less in the lab. */
export const factorTo = (most: number) => z.number().min(0.0001).max(most);
const scale = z.strictObject({ cores: factorTo(64), memory: factorTo(64), load: factorTo(64), time: factorTo(4) });

export const inventorySchema = z
  .strictObject({
    version: z.literal(1),
    name,
    /** True when the hosts run under software emulation: every result, table and figure then says so. */
    emulated: z.boolean(),
    ssh: z.strictObject({
      /** Every step changes the machine itself, and no step acquires more rights. */
      user: z.literal("root", "must be root: every step changes the machine itself").default("root"),
      privateKeyFile: absolutePath("/home/me/.ssh/lab"),
    }),
    networks: z.array(network).min(1).max(most),
    hosts: z.array(host).min(1).max(most),
    simulators: z.array(machine).min(1).max(most),
    luns: z.array(lun).max(most),
    clusterTimes: clusterTimes.optional(),
    guestImage,
    scale: scale.default({ cores: 1, memory: 1, load: 1, time: 1 }),
  })
  .readonly();

export type Inventory = z.infer<typeof inventorySchema>;
export type InventoryHost = Inventory["hosts"][number];

/**
 * Checks an inventory: its shape first, then whether its parts agree. Throws one `invalid_input` with all problems;
 * `document` is the file or stack that it came from.
 */
export function parseInventory(document: string, data: unknown): Inventory {
  const inventory = checked(inventorySchema, document, data);
  const problems = contradictions(inventory);
  if (problems.length > 0) throw invalidInput(document, problems);
  return inventory;
}
