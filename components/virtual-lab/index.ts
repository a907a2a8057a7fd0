/** The `VirtualLab` component: what the lab's machines stand on. */
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { providerOptions } from "../libvirt-provider.ts";
import { localScript } from "../local-script.ts";
import { buildValues, type ImageKind } from "./images.ts";
import type { LabPlan } from "./plan.ts";
import type { Incarnations } from "./preflight.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface VirtualLabArgs {
  readonly plan: LabPlan;
  readonly incarnations: Incarnations;
  /** First of the machines' loopback ports, one after another. */
  readonly firstPort: number;
  /** Where finished images lie, a directory for each digest, shared by all labs of the user. */
  readonly imageCache: string;
}

/** The lab's storage pools, by purpose; each a directory that libvirt makes and removes. */
export type LabPools = Readonly<Record<"images" | "disks" | "luns" | "seeds", libvirt.Pool>>;

/** An image in the lab's pool `images`. */
export interface LabImage {
  /** Volume name; it carries the digest, so that another image is another volume. */
  readonly name: pulumi.Output<string>;
  /** First characters of the digest, for the names of what is made from it. */
  readonly digest: string;
  /** SHA-256 of `guest.raw` on the backup LUN; only the guest image has it. */
  readonly guestSha256: pulumi.Output<string>;
}

/**
 * What the lab's machines stand on: a directory, a network namespace with a libvirt of its own in it, the lab's networks and
 * pools, and the two golden images. Nothing of it touches the machine's own libvirt or addresses.
 */
export class VirtualLab extends pulumi.ComponentResource {
  /** The lab's directory with its keys; resolves when it is there. */
  readonly ready: pulumi.Resource;
  readonly uri: pulumi.Output<string>;
  readonly provider: libvirt.Provider;
  readonly networks: readonly libvirt.Network[];
  readonly pools: LabPools;
  readonly hostImage: LabImage;
  readonly backupImage: LabImage;
  private readonly plan: LabPlan;
  private readonly imageCache: string;

  constructor(name: string, args: VirtualLabArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:VirtualLab", name, {}, options);
    const { plan, incarnations } = args;
    this.plan = plan;
    this.imageCache = args.imageCache;
    const namespace = this.place(name, args);
    const daemon = (thing: "virtlogd" | "libvirtd", after: pulumi.Resource) =>
      localScript(
        `${name}-${thing}`,
        {
          script: script("daemon"),
          undo: script("daemon-undo"),
          values: {
            ...placeOf(plan),
            DAEMON: thing,
            HIDE_KVM: plan.emulated ? "1" : "0",
            INCARNATION: String(incarnations[thing] ?? 1),
          },
        },
        { parent: this, dependsOn: after },
      );
    const libvirtd = daemon("libvirtd", daemon("virtlogd", namespace));
    this.ready = namespace;
    // The address comes from the daemon's own start: while it is to be repaired nobody tries to connect.
    this.uri = libvirtd.stdout;
    this.provider = new libvirt.Provider(`${name}-libvirt`, { uri: this.uri }, { parent: this, ...providerOptions });
    const managed = { parent: this, provider: this.provider };

    this.networks = plan.networks.map(
      (network) =>
        new libvirt.Network(
          `${name}-${network.name}`,
          {
            name: network.name,
            mode: "none",
            bridge: network.bridge,
            autostart: true,
            dhcp: { enabled: false },
            ...(network.isReachable ? { addresses: [network.subnet] } : {}),
            xml: { xslt: networkXslt },
          },
          managed,
        ),
    );

    const pool = (purpose: keyof LabPools) =>
      new libvirt.Pool(
        `${name}-pool-${purpose}`,
        { name: purpose, type: "dir", target: { path: `${plan.directory}/pools/${purpose}` } },
        managed,
      );
    this.pools = { images: pool("images"), disks: pool("disks"), luns: pool("luns"), seeds: pool("seeds") };
    this.hostImage = this.image(name, "host", "host.raw");
    this.backupImage = this.image(name, "guest", "backup.raw");

    this.registerOutputs({ uri: this.uri });
  }

  /** Makes the lab's directory, and the namespace that its libvirt runs in. */
  private place(name: string, { plan, incarnations, firstPort }: VirtualLabArgs) {
    const directory = localScript(
      `${name}-directory`,
      {
        script: script("directory"),
        undo: script("directory-undo"),
        values: { LAB: plan.directory, NAME: plan.name, FIRST_PORT: String(firstPort) },
      },
      { parent: this },
    );
    return localScript(
      `${name}-namespace`,
      {
        script: script("namespace"),
        undo: script("namespace-undo"),
        values: { ...placeOf(plan), INCARNATION: String(incarnations["namespace"] ?? 1) },
      },
      { parent: this, dependsOn: directory },
    );
  }

  /** Builds an image unless the cache has it, and puts it into the lab's pool. */
  private image(name: string, kind: ImageKind, file: string): LabImage {
    const values = buildValues(kind, this.imageCache);
    const digest = values.DIGEST;
    const short = digest.slice(0, 12);
    const built = localScript(
      `${name}-image-${kind}`,
      { script: script("image"), values: { LAB: this.plan.directory, ...values } },
      { parent: this },
    );
    const linked = localScript(
      `${name}-link-${kind}`,
      {
        script: script("link-image"),
        undo: script("link-image-undo"),
        values: {
          LAB: this.plan.directory,
          CACHED: `${this.imageCache}/${digest}/${file}`,
          NAME: `${kind}-${short}.raw`,
          POOL: this.pools.images.name,
          URI: this.uri,
        },
      },
      { parent: this, dependsOn: built },
    );
    return {
      name: linked.stdout,
      digest: short,
      guestSha256: built.stdout.apply((text) => (JSON.parse(text) as { guestSha256?: string }).guestSha256 ?? ""),
    };
  }
}

function placeOf({ directory, namespace }: LabPlan): { readonly LAB: string; readonly NAMESPACE: string } {
  return { LAB: directory, NAMESPACE: namespace };
}

/** A plain bridge: nobody leases addresses or answers names on it, and a port forwards as soon as it is up. */
const networkXslt = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>
  <xsl:template match="/network/bridge/@stp"><xsl:attribute name="stp">off</xsl:attribute></xsl:template>
  <xsl:template match="/network/bridge"><xsl:copy><xsl:apply-templates select="@*"/></xsl:copy><dns enable="no"/></xsl:template>
</xsl:stylesheet>`;
