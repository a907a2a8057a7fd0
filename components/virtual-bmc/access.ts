/** How the BMCs of a lab's hosts are reached. */

/** Who logs in, and the cipher suite that they know (RMCP+ with HMAC-SHA1 and AES-CBC-128). */
export const bmcUser = "crossbed";
export const bmcCipherSuite = 3;

/** Where a lab keeps the password of its BMCs. */
export function bmcPasswordFile(directory: string): string {
  return `${directory}/bmc/password`;
}
