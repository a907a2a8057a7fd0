/** The `fencing:` of a host in the inventory: the device that cuts the host off when it is lost. A union by `kind`. */
import { z } from "zod";
import { absolutePath } from "../base/path-spec.ts";
import { portSchema } from "../base/port-spec.ts";
import { wwidSchema } from "../base/wwid-spec.ts";

const ipv4 = z.ipv4();
const port = (usual: number) => portSchema.default(usual);
const user = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,64}$/, "must be a user's name of at most 64 letters, digits and . _ @ -");
/** What is read from it reaches the hosts as a secret; the path stays on the machine that runs Pulumi. */
const passwordFile = absolutePath("/home/me/.crossbed/host1.password");

/** What is left of a host that is fenced: `off` waits for a person, `reboot` starts it again. */
const action = z.enum(["off", "reboot"]).default("reboot");

/** The registered port of IPMI over UDP (RMCP, IANA). */
export const ipmiPort = 623;

/** IPMI 2.0 over the network (`ipmitool -I lanplus`): iLO, iDRAC, XCC and every other BMC. */
const ipmi = z.strictObject({
  kind: z.literal("ipmi"),
  address: ipv4,
  port: port(ipmiPort),
  user,
  passwordFile,
  /** Number of the cipher suite (IPMI 2.0, table 22-20); left out, ipmitool takes the best that the BMC offers. */
  cipherSuite: z.int().min(1).max(17).optional(),
  action,
});

/** Redfish over HTTPS, by fence_redfish. */
const redfish = z.strictObject({
  kind: z.literal("redfish"),
  address: ipv4,
  port: port(443),
  user,
  passwordFile,
  /** Whether the BMC's certificate is checked; those that BMCs come with are signed by nobody. */
  verifyCertificate: z.boolean().default(false),
  action,
});

/** Programs that fence nothing, that write a password where others read it, or that need what another kind sets up. */
const unfit = "ack_manual|dummy|heuristics_ping|ipmilan|idrac|ilo[3-6]|imm|kdump|sbd";
/** What the hosts' own program says to every agent. */
const reserved =
  "action|option|delay|password|passwd|password_script|passwd_script|verbose|verbose_level|debug|debug_file|logfile|quiet|stonith_status_sleep";

/** Any other of the fence-agents, with its options as its manual names them. */
const agent = z.strictObject({
  kind: z.literal("agent"),
  agent: z
    .string()
    .regex(
      new RegExp(`^fence_(?!(?:${unfit})$)[a-z0-9][a-z0-9_-]{0,40}$`),
      "must be a fence agent's name, like fence_apc; for IPMI give kind: ipmi, whose password no list of processes shows, for SBD kind: sbd",
    ),
  options: z
    .record(
      z
        .string()
        .regex(
          new RegExp(`^(?!(?:${reserved})$)[a-z][a-z0-9_]{0,40}$`),
          "must be an option of the agent, without action, delay, passwords and debugging",
        ),
      z.string().regex(/^[\x20-\x7e]{0,500}$/, "must be one line of at most 500 printable characters"),
    )
    .default({}),
  passwordFile: passwordFile.optional(),
  action,
});

/**
 * sbd(8): every host polls its slot on a small LUN that all share, and resets itself when told to there. A watchdog resets a host that
 * cannot read the LUN. One LUN and one time for a whole rack.
 */
const sbd = z.strictObject({
  kind: z.literal("sbd"),
  wwid: wwidSchema,
  /** The host's watchdog, which sbd feeds. */
  watchdog: z
    .string()
    .regex(
      /^\/dev\/watchdog[0-9]{0,2}$/,
      "must be a watchdog's device, like /dev/watchdog0 (sbd query-watchdog lists them)",
    )
    .default("/dev/watchdog"),
  /** How long a host may go without the LUN. Longer than a switch of the LUN's paths takes; the others wait twice as long for its end. */
  watchdogSec: z.int().min(5).max(120).default(60),
  action,
});

export const fencingSchema = z.discriminatedUnion("kind", [ipmi, redfish, agent, sbd]).readonly();

export type InventoryFencing = z.infer<typeof fencingSchema>;
