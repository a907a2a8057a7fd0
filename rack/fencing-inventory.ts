/** The `fencing:` of a host in the inventory: the device that cuts the host off when it is lost. A union by `kind`. */
import { z } from "zod";
import { absolutePath } from "../base/path-spec.ts";
import { portSchema } from "../base/port-spec.ts";

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

/** Programs that fence nothing, or that write a password where others read it. */
const unfit = "ack_manual|dummy|heuristics_ping|ipmilan|idrac|ilo[3-6]|imm|kdump";
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
      "must be a fence agent's name, like fence_apc; for IPMI give kind: ipmi, whose password no list of processes shows",
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

export const fencingSchema = z.discriminatedUnion("kind", [ipmi, redfish, agent]).readonly();

export type InventoryFencing = z.infer<typeof fencingSchema>;
