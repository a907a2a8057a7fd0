/** Text of a seed's first member, which gives a machine its name and addresses. Format: `seed.md` beside this file. */

export interface SeedIdentity {
  readonly hostname: string;
  /** Own addresses with prefix length, by MAC address. */
  readonly interfaces: readonly { readonly mac: string; readonly address: string; readonly prefixLength: number }[];
  /** Names of others for `/etc/hosts`. */
  readonly hosts: readonly { readonly address: string; readonly name: string }[];
}

/** Renders the member `crossbed-seed`. */
export function renderSeed(identity: SeedIdentity): string {
  return [
    `hostname ${identity.hostname}`,
    ...identity.interfaces.map(({ mac, address, prefixLength }) => `interface ${mac} ${address}/${prefixLength}`),
    ...identity.hosts.map(({ address, name }) => `host ${address} ${name}`),
    "",
  ].join("\n");
}
