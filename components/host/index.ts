/** The `Host` component: a server made ready for one platform. */
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { installCommand, type Distribution } from "../../platforms/distributions.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { LeaseHolder } from "../../rack/lease-holder.ts";
import { factsScript } from "../../rack/facts-script.ts";
import { parseHostFacts, type HostFacts } from "../../rack/facts.ts";
import { libvirtUris, platformOf } from "../../platforms/index.ts";
import { localUri } from "../../platforms/platform.ts";
import { renderHostSshConfig } from "../../rack/ssh-config.ts";
import { bootDialAttempts, hostBootSec } from "../../rack/timeouts.ts";
import { machineLeaseArgs } from "./lease.ts";
import type { HostPlan } from "./plan.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface HostArgs {
  readonly plan: HostPlan;
  readonly target: SshTarget;
  /** The boot id that the host gave at the look; after another boot every step runs again. */
  readonly bootId: pulumi.Input<string>;
  /** The family of its distribution, which decides the names of packages; undefined for one that Crossbed does not know. */
  readonly distribution: Distribution | undefined;
  /** Who takes the host; everybody who finds it taken sees this. */
  readonly lease: LeaseHolder;
}

const textOf = (...steps: readonly string[]): string =>
  steps.map((step) => readFileSync(script(step), "utf8")).join("\n");

/** A host that is leased, runs the platform's hypervisor, and has its programs, kernel modules and a key of its own. */
export class Host extends pulumi.ComponentResource {
  /** Boot that the steps after this one belong to: not the given one where the host had to restart. */
  readonly bootId: pulumi.Output<string>;
  /** What the host said of itself once it was ready. */
  readonly facts: pulumi.Output<HostFacts>;
  /** Public half of the key that the host uses towards its peers. */
  readonly publicKey: pulumi.Output<string>;

  constructor(name: string, args: HostArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Host", name, {}, options);
    const { plan, target, bootId, lease, distribution } = args;
    const { libvirt } = platformOf(plan.platform);
    const leased = remoteScript(`${name}-lease`, machineLeaseArgs({ target, lease, bootId }), { parent: this });
    const booted = this.boot(name, args, leased);
    this.bootId = booted.stdout.apply((text) => text.trim());
    const prepared = remoteScript(
      `${name}-prepare`,
      {
        target,
        script: script("prepare"),
        values: {
          URI: localUri(libvirt),
          REQUIREMENTS: plan.requirements
            .map(({ program, packages }) => `${program}=${packages[distribution ?? "debian"] ?? program}`)
            .join(" "),
          INSTALL: installCommand(distribution),
          MODULES: plan.modules.join(" "),
          BOOT_ID: this.bootId,
          WAIT_SEC: String(hostBootSec),
        },
      },
      { parent: this, dependsOn: booted },
    );
    const asked = remoteScript(
      `${name}-facts`,
      { target, script: { name: "facts", text: factsScript }, values: { BOOT_ID: this.bootId } },
      { parent: this, dependsOn: prepared },
    );
    this.facts = asked.stdout.apply((text) => parseHostFacts(name, text));
    const key = remoteScript(
      `${name}-key`,
      {
        target,
        script: script("key-make"),
        undo: script("key-remove"),
        values: { NAME: plan.name, CONFIG: Buffer.from(renderHostSshConfig()).toString("base64") },
      },
      { parent: this, dependsOn: leased },
    );
    this.publicKey = key.stdout.apply((text) => text.trim());
    this.registerOutputs({ bootId: this.bootId, facts: this.facts, publicKey: this.publicKey });
  }

  /** Has the host run the platform's hypervisor, by the boot entry that the inventory names for it. */
  private boot(name: string, { plan, target, bootId }: HostArgs, leased: pulumi.Resource) {
    const { boot } = platformOf(plan.platform);
    const wanted = { HYPERVISOR_TYPE: boot.hypervisorType, ENTRY: plan.bootEntry };
    const entry = remoteScript(
      `${name}-boot-entry`,
      {
        target,
        script: { name: "boot entry", text: textOf("grub-menu", "boot-record", "boot-entry") },
        values: { ...wanted, URIS: libvirtUris.join(" "), BOOT_ID: bootId },
      },
      { parent: this, dependsOn: leased },
    );
    return remoteScript(
      `${name}-booted`,
      // A restart takes minutes on a server as in the lab; nothing answers meanwhile.
      {
        target,
        script: { name: "booted", text: textOf("boot-record", "booted") },
        values: {
          ...wanted,
          PLATFORM: plan.platform,
          DEVICE: boot.device,
          PROBE: boot.probe.join(" "),
          BOOT_ID: bootId,
          WAIT_SEC: String(hostBootSec),
        },
        dialAttempts: bootDialAttempts,
      },
      { parent: this, dependsOn: entry },
    );
  }
}
