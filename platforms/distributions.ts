/** Families of distributions: each names and installs its packages in its own way. */

const families = {
  debian: { ids: ["debian", "ubuntu"], install: "apt-get install" },
  redHat: { ids: ["rhel", "fedora", "centos", "almalinux", "rocky"], install: "dnf install" },
  suse: { ids: ["suse", "sles", "opensuse", "opensuse-leap"], install: "zypper install" },
} as const;

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
