/** What the rest of the code asks of a platform. One record a platform, listed in `index.ts`; nothing else knows their names. */
import type { Distribution } from "./distributions.ts";

/** A program that a host needs, and the package that brings it; null where the distribution has none. */
export interface Requirement {
  readonly program: string;
  readonly packages: Readonly<Record<Distribution, string | null>>;
}

/** What a host boots, and how to tell that it runs. */
export interface PlatformBoot {
  /** Key of the inventory's `bootEntries`. */
  readonly entry: string;
  /** What /sys/hypervisor/type must say; empty: it must not say that the host is a domain of a hypervisor's. */
  readonly hypervisorType: string;
  /** Device that must be there; empty where none must. */
  readonly device: string;
  /** Program that must answer with success; empty where none must. */
  readonly probe: readonly string[];
}

/** How libvirt is reached, and the name by which its hooks call the driver. */
export interface LibvirtDriver {
  /** Of its connections' URIs. */
  readonly scheme: string;
  readonly driver: string;
}

/** libvirt's URI on a host itself; empty where nothing uses libvirt. */
export function localUri(libvirt: Pick<LibvirtDriver, "scheme"> | undefined): string {
  return libvirt === undefined ? "" : `${libvirt.scheme}:///system`;
}

export interface PlatformRecord {
  /** As people write it. */
  readonly title: string;
  readonly boot: PlatformBoot;
  /** Functions that `rack/scripts/facts.sh` calls on a host of this platform: `<name>.facts.sh` beside the record; absent where it needs none. */
  readonly facts?: URL;
  /** Whether versions of a hypervisor belong to the conditions of a result. */
  readonly hasHypervisor: boolean;
  readonly requirements: readonly Requirement[];
  /** Kernel modules. */
  readonly modules: readonly string[];
  /** What carries an application process: `stacks/carriers/<carrier>.ts` builds it. */
  readonly carrier: "host" | "guest" | "container";
  /** The LUN that all hosts share, by its role in the inventory, and what is on it: `components/cluster-filesystem/<filesystem>.ts`. */
  readonly shared?: { readonly lun: string; readonly filesystem: "gfs2" | "ocfs2" };
  /** Absent where the platform does not use libvirt. */
  readonly libvirt?: LibvirtDriver;
  /** Whether a guest's emulator has threads beside its vCPUs that libvirt can pin; Xen's runs in dom0, where dom0 does. */
  readonly pinsEmulator?: true;
  /**
   * What `components/host/scripts/<hostShare>.sh` keeps in its place on a host: Xen's control domain on the pCPUs that the guests
   * leave; on bare metal the application on as many as a guest of the layout would have. Absent where there is nothing to keep.
   */
  readonly hostShare?: "control-domain" | "workload-slice";
  /** Memory that the host keeps for itself; under Xen that is dom0. */
  readonly hostReserveMiB: number;
  /** Collector of the hosts' CPU, by its name in `benchmarks/collect/index.ts`. */
  readonly cpuTool: string;
  /** Whether a guest can move to another host while it runs. */
  readonly canMigrate: boolean;
}
