/** The `Fencing` component: every host can cut off every other one, and has shown it. */
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { scriptsBeside } from "../../rack/script.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import { deviceValues, inBase64 } from "./devices.ts";
import { renderDevice, sbdSlots, type FencingDevicePlan, type FencingPlan } from "./plan.ts";

const script = scriptsBeside(import.meta.url);
const storageScript = (step: string): URL => new URL(`../shared-storage/scripts/${step}.sh`, import.meta.url);
const clusterScript = (step: string): URL => new URL(`../cluster-filesystem/scripts/${step}.sh`, import.meta.url);

const composed = (name: string, files: readonly URL[]): { readonly name: string; readonly text: string } => ({
  name,
  text: files.map((file) => readFileSync(file, "utf8")).join("\n"),
});

const installDevices = composed("install-devices", [script("device-files"), script("install-devices")]);

/** Before the step itself: how a LUN is marked, and when it counts as blank. */
export const makeFencingLun = composed("make a fencing LUN", [
  clusterScript("lun-mark"),
  clusterScript("lun-blank"),
  script("make-fencing-lun"),
]);

interface FencedHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
}

export interface FencingArgs {
  readonly plan: FencingPlan;
  readonly hosts: readonly FencedHost[];
  /** What marks the LUN of sbd as this rack's: its label, and a digest of each host's network cards. Not used where no device is a slot on it. */
  readonly mark: { readonly label: string; readonly machines: readonly string[] };
  /** Of the devices, by host; absent for one that has none. */
  readonly passwords: Readonly<Record<string, string>>;
}

/** Each host knows its peers' fencing devices until its next boot, and each of these has answered it. Nothing is fenced for it. */
export class Fencing extends pulumi.ComponentResource {
  constructor(name: string, args: FencingArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Fencing", name, {}, options);
    const { plan, hosts, passwords } = args;
    const watched = this.watch(name, args);
    for (const { name: host, target, bootId } of hosts) {
      const peers = plan.filter((device) => device.host !== host);
      const { values, secrets } = deviceValues(peers, passwords);
      const names = peers.map((device) => device.host).join(" ");
      // After sbd: where a change of it is refused, the hosts' files of devices stay what they were.
      const known = remoteScript(
        `${name}-devices-${host}`,
        {
          target,
          script: installDevices,
          undo: script("remove-devices"),
          values: {
            ...values,
            ...Object.fromEntries(Object.entries(secrets).map(([word, text]) => [word, pulumi.secret(text)])),
            BOOT_ID: bootId,
          },
        },
        { parent: this, dependsOn: watched },
      );
      // Every host must reach the slot of every other one: before all are watched, it cannot answer.
      remoteScript(
        `${name}-status-${host}`,
        {
          target,
          script: script("ask-devices"),
          values: { HOSTS: names, BOOT_ID: bootId, DEVICES: inBase64(peers.map(renderDevice).join("\n")) },
        },
        { parent: this, dependsOn: known },
      );
    }
    this.registerOutputs();
  }

  /** sbd on each host that has a slot on the LUN, once all hosts see that and one of them has laid it out. */
  private watch(name: string, { plan, hosts, mark }: FencingArgs): pulumi.Resource[] {
    const [first] = sbdSlots(plan);
    const [maker] = hosts;
    if (first === undefined || maker === undefined) return [];
    const found = new Map(hosts.map((host) => [host.name, this.find(name, host, first)]));
    const deviceOn = (host: string): pulumi.Output<string> =>
      pulumi.output(found.get(host)?.stdout ?? "").apply((text) => text.trim().split(" ")[0] ?? "");
    const made = remoteScript(
      `${name}-lun-make`,
      {
        target: maker.target,
        script: makeFencingLun,
        values: {
          DEVICE: deviceOn(maker.name),
          WWID: option(first, "wwid"),
          LABEL: mark.label,
          MACHINES: mark.machines.join(","),
          WATCHDOG_SEC: option(first, "watchdog_sec"),
          MSGWAIT_SEC: option(first, "msgwait_sec"),
        },
      },
      { parent: this, dependsOn: [...found.values()] },
    );
    return sbdSlots(plan).flatMap((slot) => {
      const host = hosts.find((one) => one.name === slot.host);
      if (host === undefined) return [];
      const values = {
        SLOT: slot.host,
        DEVICE: deviceOn(slot.host),
        WATCHDOG: option(slot, "watchdog"),
        BOOT_ID: host.bootId,
      };
      return remoteScript(
        `${name}-sbd-${slot.host}`,
        { target: host.target, script: script("sbd-start"), undo: script("sbd-stop"), values },
        { parent: this, dependsOn: made },
      );
    });
  }

  /** The LUN of sbd as a host sees it: its device and size. */
  private find(name: string, { name: host, target, bootId }: FencedHost, slot: FencingDevicePlan) {
    return remoteScript(
      `${name}-lun-${host}`,
      { target, script: storageScript("find-lun"), values: { WWID: option(slot, "wwid"), BOOT_ID: bootId } },
      { parent: this },
    );
  }
}

function option({ options }: FencingDevicePlan, name: string): string {
  const value = options[name];
  if (value === undefined) throw new RangeError(`a slot of sbd has no ${name}`);
  return value;
}
