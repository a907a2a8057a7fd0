/** The passwords of an inventory's fencing devices, from files that nobody else can read. */
import { lstatSync } from "node:fs";
import { invalidInput, messageOf, type Problem } from "../base/errors.ts";
import { readRegularFile } from "../base/regular-file.ts";
import type { Inventory } from "./inventory.ts";

/** IPMI 2.0, 22.30: a password has 20 bytes. */
const mostBytes = { ipmi: 20, redfish: 255, agent: 255 } as const;

/**
 * Password by host, for those whose device has one. They go to hosts as secrets and nowhere else. Throws one `invalid_input` with every
 * file that is not there, is another user's, can be read by others, or holds no password; it never shows what is in a file.
 */
export function readFencingPasswords(inventory: Pick<Inventory, "name" | "hosts">): Record<string, string> {
  const problems: Problem[] = [];
  const passwords: Record<string, string> = {};
  for (const [index, { name, fencing }] of inventory.hosts.entries()) {
    if (fencing === undefined || fencing.kind === "sbd" || fencing.passwordFile === undefined) continue;
    const path = `hosts[${String(index)}].fencing.passwordFile`;
    const read = readPassword(fencing.passwordFile, mostBytes[fencing.kind]);
    if ("why" in read) problems.push({ path, message: `is ${fencing.passwordFile}, ${read.why}` });
    else passwords[name] = read.password;
  }
  if (problems.length > 0) throw invalidInput(`inventory ${inventory.name}`, problems);
  return passwords;
}

function readPassword(file: string, most: number): { readonly password: string } | { readonly why: string } {
  const whyNot = wrongRights(file);
  if (whyNot !== undefined) return { why: whyNot };
  let text: string;
  try {
    text = readRegularFile(file, { mostBytes: 1024, whenLarger: "It holds one line, the password." }).toString("utf8");
  } catch (error) {
    return { why: `which cannot be read: ${messageOf(error)}` };
  }
  const password = text.replace(/\r?\n$/, "");
  if (/^[\x20-\x7e]+$/.test(password) && password.length <= most) return { password };
  return {
    why: `which must hold one line, the password, of 1 to ${String(most)} printable characters; it holds something else.`,
  };
}

/** Why a file is not one for a secret; undefined when it is. */
function wrongRights(file: string): string | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return "which is not there; write the password into it, with mode 0600.";
  if (!status.isFile()) return "which is no regular file; give the file itself.";
  const self = process.getuid?.() ?? 0;
  if (status.uid !== self && status.uid !== 0) {
    return `which belongs to user ${String(status.uid)}; it must be your own or root's. Run: chown ${String(self)} ${file}`;
  }
  const mode = (status.mode & 0o777).toString(8).padStart(4, "0");
  if ((status.mode & 0o077) !== 0) {
    return `which others can open (mode ${mode}); only its owner may. Run: chmod 600 ${file}`;
  }
  return undefined;
}
