/** The secret that a cluster's members share. */
import { hkdfSync } from "node:crypto";

/** Bytes that corosync-keygen(8) writes. */
const keyBytes = 256;

/**
 * Key of a cluster in base64, derived (HKDF, RFC 5869) from the operator's private key for the rack: a key of its own for each rack that no
 * state has to keep. It gives nobody more than that private key does, and does not give that away.
 */
export function clusterKey(privateKey: string, clusterName: string): string {
  return Buffer.from(hkdfSync("sha256", privateKey.trim(), clusterName, "crossbed corosync", keyBytes)).toString(
    "base64",
  );
}
