/** The `Fencing` component: every host can cut off every other one, and has shown it. */
import * as pulumi from "@pulumi/pulumi";
import { programInBase64, scriptsBeside } from "../../rack/script.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import { renderDevice, type FencingPlan } from "./plan.ts";

const script = scriptsBeside(import.meta.url);

export interface FencingArgs {
  readonly plan: FencingPlan;
  readonly hosts: readonly {
    readonly name: string;
    readonly target: SshTarget;
    readonly bootId: pulumi.Input<string>;
  }[];
  /** Of the devices, by host; absent for one that has none. */
  readonly passwords: Readonly<Record<string, string>>;
}

/** Each host knows its peers' fencing devices until its next boot, and each of these has answered it. Nothing is fenced for it. */
export class Fencing extends pulumi.ComponentResource {
  constructor(name: string, args: FencingArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Fencing", name, {}, options);
    const { plan, hosts, passwords } = args;
    const program = programInBase64(script("fence"));
    for (const { name: host, target, bootId } of hosts) {
      const peers = plan.filter((device) => device.host !== host);
      const numbered = peers.flatMap((device, index): [string, pulumi.Input<string>][] => [
        [`DEVICE_${String(index + 1)}`, inBase64(renderDevice(device))],
        [`PASSWORD_${String(index + 1)}`, pulumi.secret(inBase64(passwords[device.host] ?? ""))],
      ]);
      const names = peers.map((device) => device.host).join(" ");
      const known = remoteScript(
        `${name}-devices-${host}`,
        {
          target,
          script: script("install-devices"),
          undo: script("remove-devices"),
          values: { HOSTS: names, PROGRAM: program, BOOT_ID: bootId, ...Object.fromEntries(numbered) },
        },
        { parent: this },
      );
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
}

function inBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}
