/**
 * One idempotent script on one machine, as a resource. The script is a file of its own (`scripts/*.sh`), tested alone;
 * its values travel on stdin as NAME=value lines, never inside the command line.
 */
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { LeaseHolder } from "../rack/lease-holder.ts";
import { demandedLease } from "../rack/lease.ts";
import { optionsOfStep } from "./step-options.ts";
import { scriptInput, scriptText, stepLock, type Script } from "../rack/script.ts";
import { dialAttempts, dialSec } from "../rack/timeouts.ts";

/** How to reach a machine; `proxy` is the host in front of a guest. Shape of the inventory's `ssh` plus user and key. */
export interface SshTarget {
  readonly address: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly user: pulumi.Input<string>;
  /** OpenSSH public key (`ssh-ed25519 AAAA…`) that the machine must show. */
  readonly hostKey: pulumi.Input<string>;
  /** Contents of the private key; kept secret in the state. */
  readonly privateKey: pulumi.Input<string>;
  readonly proxy?: SshTarget;
  /** Who must hold the machine whenever a step runs on it. Absent for guests, and for machines that nobody shares. */
  readonly lease?: LeaseHolder;
}

export interface RemoteScriptArgs {
  readonly target: SshTarget;
  /** Makes something true; runs on create and again whenever `values` or the script change. */
  readonly script: Script;
  /** Runs instead of `script` when something changed, where the two differ. */
  readonly update?: Script;
  /** Undoes it on delete. Absent where the machine itself goes away with its parent. */
  readonly undo?: Script;
  /** NAME (upper case) to value (one line). */
  readonly values: Readonly<Record<string, pulumi.Input<string>>>;
  /** How often a connection is tried before the machine counts as gone. */
  readonly dialAttempts?: number;
}

/** `@pulumi/command`'s connection for a target. */
export function connection(target: SshTarget, attempts = dialAttempts): command.types.input.remote.ConnectionArgs {
  const { proxy } = target;
  const own = {
    host: target.address,
    port: target.port,
    user: target.user,
    hostKey: target.hostKey,
    privateKey: pulumi.secret(target.privateKey),
    dialErrorLimit: attempts,
    perDialTimeout: dialSec,
  };
  return proxy === undefined ? own : { ...own, proxy: connection(proxy) };
}

/** A script as a resource: create and update run the same converging script, delete runs its undo. */
export function remoteScript(
  name: string,
  args: RemoteScriptArgs,
  options: pulumi.CustomResourceOptions,
): command.remote.Command {
  const { lease } = args.target;
  const held = lease === undefined ? {} : demandedLease(lease);
  return new command.remote.Command(
    name,
    {
      connection: connection(args.target, args.dialAttempts),
      create: scriptText(args.script),
      update: scriptText(args.update ?? args.script, "update"),
      ...(args.undo === undefined ? {} : { delete: scriptText(args.undo, "delete") }),
      stdin: pulumi.output(args.values).apply((known) => scriptInput({ ...known, ...held, LOCK: stepLock(name) })),
      // No script of ours reads it, and an ssh server refuses to take it.
      addPreviousOutputInEnv: false,
    },
    optionsOfStep(args.undo, options),
  );
}
