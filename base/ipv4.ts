/** The little arithmetic on IPv4 addresses that plans need. Arguments are already validated. */

/** Bits of the network part of a subnet such as `10.0.0.0/24`. */
export function prefixLength(subnet: string): number {
  return Number(subnet.slice(subnet.indexOf("/") + 1));
}

/** The address `steps` after `first`: `addressAfter("10.0.0.250", 6)` is `10.0.1.0`. */
export function addressAfter(first: string, steps: number): string {
  const value = first.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0) + steps;
  return [24, 16, 8, 0].map((shift) => String(Math.floor(value / 2 ** shift) % 256)).join(".");
}
