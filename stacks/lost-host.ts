/** What a stack's record says of one host: what lives there and goes with it, and what others still know of it. Pure. */
import { hostPaths } from "../rack/paths.ts";
import type { StateResource } from "../toolchain/state-edit.ts";

/** A host as the record knows it: by where ssh reaches it. */
export interface LostHost {
  readonly name: string;
  readonly ssh: { readonly address: string; readonly port: number };
}

interface Reached {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly proxy?: Reached;
}

/** Whether a resource, its secrets in clear, is a thing of that host's: reached there or through it, or by the libvirt there. */
export function livesOn({ type, inputs = {} }: StateResource, { ssh: { address, port } }: LostHost): boolean {
  if (type === "pulumi:providers:libvirt") return String(inputs["uri"]).includes(`@${address}:${String(port)}/`);
  if (!type.startsWith("command:remote:")) return false;
  const { host, port: own, proxy } = (inputs["connection"] ?? {}) as Reached;
  return [{ host, port: own }, proxy].some((end) => end?.host === address && end.port === port);
}

/** A step's values, by name; empty for what is no step, and where they are secret. */
function valuesOf({ inputs = {} }: StateResource): Readonly<Record<string, string>> {
  const stdin = inputs["stdin"];
  if (typeof stdin !== "string") return {};
  const lines = stdin.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** A resource whose step asks that host no more whether it runs a guest. */
export function withoutPeer<Resource extends StateResource>(resource: Resource, { name }: LostHost): Resource {
  const change = (values: Readonly<Record<string, unknown>> | undefined) =>
    typeof values?.["stdin"] === "string" ? { ...values, stdin: unasked(values["stdin"], name) } : values;
  const inputs = change(resource.inputs);
  const outputs = change(resource.outputs);
  return {
    ...resource,
    ...(inputs === undefined ? {} : { inputs }),
    ...(outputs === undefined ? {} : { outputs }),
  };
}

/** PEERS are `name=address` words where a step asks them. */
function unasked(stdin: string, name: string): string {
  const lines = stdin.split("\n").map((line) => {
    if (!line.startsWith("PEERS=")) return line;
    const words = line.slice("PEERS=".length).split(" ");
    return `PEERS=${words.filter((word) => !word.startsWith(`${name}=`)).join(" ")}`;
  });
  return lines.join("\n");
}

export interface LostGuest {
  readonly domain: string;
  readonly uri: string;
  /** Paths on the LUN, separated by spaces, as its steps have them. */
  readonly disks: string;
}

/** What was the host's on LUNs that others have, too. */
export interface LeftOnLuns {
  readonly guests: readonly LostGuest[];
  /** Files of the leases that this host took on LUNs. */
  readonly leases: readonly string[];
}

/** Of the resources that live on the host. */
export function leftOnLuns(resources: readonly StateResource[]): LeftOnLuns {
  const steps = resources.map(valuesOf);
  const guests = steps.flatMap(({ DOMAIN: domain, URI: uri, DISKS: disks }) =>
    domain === undefined || uri === undefined || disks === undefined ? [] : [{ domain, uri, disks }],
  );
  const leases = steps.flatMap(({ FILE: file, GIVEN_UP: givenUp }) =>
    file === undefined || givenUp === undefined || file === hostPaths.HOST_LEASE ? [] : [file],
  );
  return {
    guests: [...new Map(guests.map((guest) => [guest.domain, guest])).values()],
    leases: [...new Set(leases)],
  };
}

/** The boot that the host's steps belong to; empty where the record does not say. */
export function bootOf(resources: readonly StateResource[], host: LostHost): string {
  const boots = resources
    .filter((resource) => livesOn(resource, host) && resource.urn.endsWith(`::${host.name}-lease`))
    .map((resource) => valuesOf(resource)["BOOT_ID"]);
  return boots.find((boot) => boot !== undefined) ?? "";
}
