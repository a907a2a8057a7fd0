/** Families of distributions: each names and installs its packages in its own way. */

interface Family {
  /** ID or a word of ID_LIKE in os-release(5). */
  readonly ids: readonly string[];
  readonly install: string;
  /** What brings modules for the kernel of release @KERNEL@ that a small installation leaves out. */
  readonly modulePackages: string;
}

const families = {
  debian: {
    ids: ["debian", "ubuntu"],
    install: "apt-get install",
    modulePackages: "linux-image-@KERNEL@ (Ubuntu: linux-modules-extra-@KERNEL@; no kernel for clouds has all modules)",
  },
  redHat: {
    ids: ["rhel", "fedora", "centos", "almalinux", "rocky"],
    install: "dnf install",
    modulePackages: "kernel-modules-extra-@KERNEL@",
  },
  suse: {
    ids: ["suse", "sles", "opensuse", "opensuse-leap"],
    install: "zypper install",
    modulePackages:
      "kernel-default (of the High Availability Extension: dlm-kmp-default gfs2-kmp-default ocfs2-kmp-default)",
  },
} as const satisfies Record<string, Family>;

export type Distribution = keyof typeof families;

/** Finds a host's family by ID and ID_LIKE of its os-release(5); undefined for any other distribution. */
export function distributionOf(release: {
  readonly id: string;
  readonly idLike: string | null;
}): Distribution | undefined {
  const words = [release.id, ...(release.idLike ?? "").split(" ")];
  return (Object.keys(families) as Distribution[]).find((name) => families[name].ids.some((id) => words.includes(id)));
}

/** The command that installs packages there; the caller appends the packages. */
export function installCommand(distribution: Distribution | undefined): string {
  return distribution === undefined ? "install these packages:" : families[distribution].install;
}

/** What to do where the running kernel (its release, as uname -r prints it) lacks modules. */
export function moduleCure(distribution: Distribution | undefined, kernel: string): string {
  const restart = "restart into the newest kernel that is installed";
  if (distribution === undefined) return `Install the kernel's package with all modules, or ${restart}.`;
  const { install, modulePackages } = families[distribution];
  return `Run there: ${install} ${modulePackages.replaceAll("@KERNEL@", kernel)}; or ${restart}.`;
}
