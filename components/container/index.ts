/** The `Container` component: a guest's root file system on the host's own kernel, up when it answers. */
import * as pulumi from "@pulumi/pulumi";
import type { GuestPlan } from "../guest/plan.ts";
import type { GuestShare } from "../pinning/plan.ts";
import { msToSec } from "../../base/units.ts";
import { programInBase64, scriptsBeside } from "../../rack/script.ts";
import { commandAnswerMs, containerStartSec } from "../../rack/timeouts.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import { containerDefinition } from "./plan.ts";

const script = scriptsBeside(import.meta.url);

export interface ContainerArgs {
  readonly plan: GuestPlan;
  /** Its pCPUs. */
  readonly share: pulumi.Input<GuestShare>;
  readonly host: { readonly target: SshTarget; readonly bootId: pulumi.Input<string> };
  /** libvirt's connection. */
  readonly uri: string;
  /** Directory with the image's root file system on the host, from `ContainerImage`. */
  readonly image: pulumi.Input<string>;
  /** First member of a guest's seed: its name and addresses (format: `components/virtual-host/seed.md`). */
  readonly seed: string;
  /** OpenSSH public key that may log in. */
  readonly authorizedKey: pulumi.Input<string>;
  /** Number of the start that this is, as `incarnationOf` in `rack/facts.ts` says. */
  readonly incarnation: number;
}

const init = programInBase64(script("container-init"));

export class Container extends pulumi.ComponentResource {
  /** OpenSSH public key that the container shows. */
  readonly hostKey: pulumi.Output<string>;
  /** Start that the container is in; resolves when it answers ssh. */
  readonly bootId: pulumi.Output<string>;
  /** The resource whose deletion takes away the container with all that runs in it. */
  readonly running: pulumi.Resource;

  constructor(name: string, args: ContainerArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Container", name, {}, options);
    const { plan, host } = args;
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const running = remoteScript(
      `${name}-container`,
      {
        target: host.target,
        script: script("container"),
        undo: script("container-undo"),
        values: {
          DOMAIN: plan.domain,
          URI: args.uri,
          IMAGE: args.image,
          DEFINITION: pulumi.output(args.share).apply((share) => base64(containerDefinition(plan, share))),
          IDENTITY: base64(args.seed),
          INIT: init,
          AUTHORIZED_KEY: args.authorizedKey,
          ADDRESS: plan.interfaces[0]?.address ?? "",
          INCARNATION: String(args.incarnation),
          WAIT_SEC: String(containerStartSec),
          ANSWER_SEC: String(msToSec(commandAnswerMs)),
          BOOT_ID: host.bootId,
        },
      },
      { parent: this },
    );
    const lines = running.stdout.apply((text) => text.trim().split("\n"));
    this.hostKey = lines.apply(([key = ""]) => key);
    this.bootId = lines.apply(([, start = ""]) => start);
    this.running = running;
    this.registerOutputs({ hostKey: this.hostKey, bootId: this.bootId });
  }
}
