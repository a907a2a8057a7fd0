/** Says of the operator's private key what its file shows without a passphrase. */

/**
 * What keeps ssh from using a key by itself: nothing (`plain`), a passphrase, a security key that must be touched, or a file
 * that is no private key.
 */
export type KeyState = "plain" | "passphrase" | "token" | "not a key";

/** Strings of OpenSSH's format: a length of four bytes, big-endian, then as many bytes (PROTOCOL.key and RFC 4251, section 5). */
function readString(bytes: Buffer, offset: number): { readonly text: string; readonly end: number } | undefined {
  if (offset + 4 > bytes.length) return undefined;
  const end = offset + 4 + bytes.readUInt32BE(offset);
  return end > bytes.length ? undefined : { text: bytes.toString("latin1", offset + 4, end), end };
}

/** State of a private key by the text of its file: OpenSSH's own format, or one of PEM's. */
export function keyState(text: string): KeyState {
  const [, kind, body = ""] = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----\s([^-]*)/u.exec(text) ?? [];
  if (kind === undefined) return "not a key";
  if (kind === "ENCRYPTED PRIVATE KEY" || text.includes("Proc-Type: 4,ENCRYPTED")) return "passphrase";
  if (kind !== "OPENSSH PRIVATE KEY") return "plain";
  const bytes = Buffer.from(body, "base64");
  const magic = "openssh-key-v1\0";
  if (bytes.toString("latin1", 0, magic.length) !== magic) return "not a key";
  const cipher = readString(bytes, magic.length);
  const kdf = cipher && readString(bytes, cipher.end);
  const kdfOptions = kdf && readString(bytes, kdf.end);
  const publicKey = kdfOptions && readString(bytes, kdfOptions.end + 4); // after the number of keys, which is 1
  if (cipher === undefined || publicKey === undefined) return "not a key";
  if (publicKey.text.slice(4).startsWith("sk-")) return "token";
  return cipher.text === "none" ? "plain" : "passphrase";
}
