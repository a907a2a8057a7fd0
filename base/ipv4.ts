/** The little arithmetic on IPv4 addresses that plans and checks need. Arguments are already validated. */

/** Bits of the network part of a subnet such as `10.0.0.0/24`. */
export function prefixLength(subnet: string): number {
  return Number(subnet.slice(subnet.indexOf("/") + 1));
}

/** The address as a number below 2^32: `addressNumber("0.0.1.0")` is 256. */
export function addressNumber(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** The inverse of `addressNumber`. */
export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => String(Math.floor(value / 2 ** shift) % 256)).join(".");
}

/** First and last address of a subnet, its network and broadcast address, whatever bits stand behind the prefix. */
export function subnetRange(subnet: string): { readonly first: number; readonly last: number } {
  const size = 2 ** (32 - prefixLength(subnet));
  const first = Math.floor(addressNumber(subnet.slice(0, subnet.indexOf("/"))) / size) * size;
  return { first, last: first + size - 1 };
}

/** The address `steps` after `first`: `addressAfter("10.0.0.250", 6)` is `10.0.1.0`. */
export function addressAfter(first: string, steps: number): string {
  return addressText(addressNumber(first) + steps);
}
