/** The `HostTrust` component: hosts that may reach each other over ssh. */
import * as pulumi from "@pulumi/pulumi";
import { ifGone } from "../../rack/look.ts";
import { programInBase64, programText, scriptsBeside } from "../../rack/script.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { PeerPlan } from "./plan.ts";

const script = scriptsBeside(import.meta.url);

/** The program's own variable names the peer. */
const runningElsewhere = programText(script("running-elsewhere")).replace("@IF_GONE@", () => ifGone("$name"));

export interface HostTrustArgs {
  readonly hosts: readonly {
    readonly name: string;
    readonly target: SshTarget;
    /** Public half of the host's own key, from its `Host`. */
    readonly publicKey: pulumi.Input<string>;
    /** A lab's machine gets its own list of keys anew at each boot. */
    readonly bootId: pulumi.Input<string>;
    readonly peers: readonly PeerPlan[];
  }[];
}

/** Each host's key may log in at its peers, and each host knows its peers' host keys: what live migration needs. */
export class HostTrust extends pulumi.ComponentResource {
  constructor(name: string, args: HostTrustArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:HostTrust", name, {}, options);
    const programs = {
      PEER_SSH: programInBase64(script("peer-ssh")),
      RUNNING_ELSEWHERE: Buffer.from(runningElsewhere).toString("base64"),
    };
    for (const host of args.hosts) {
      const numbered = host.peers.flatMap((peer, index): [string, pulumi.Input<string>][] => {
        const other = args.hosts.find((candidate) => candidate.name === peer.name);
        if (other === undefined) return [];
        const number = String(index + 1);
        return [
          [`KEY_${number}`, other.publicKey],
          [`HOST_KEY_${number}`, other.target.hostKey],
          [`ADDRESSES_${number}`, peer.addresses.join(",")],
        ];
      });
      remoteScript(
        `${name}-${host.name}`,
        {
          target: host.target,
          script: script("trust-peers"),
          undo: script("distrust-peers"),
          values: {
            PEERS: host.peers.map((peer) => peer.name).join(" "),
            BOOT_ID: host.bootId,
            ...programs,
            ...Object.fromEntries(numbered),
          },
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
