/** Says in whose name this process takes hosts, simulators and LUNs. */
import { createHash, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { CrossbedError } from "../base/errors.ts";
import { stateDirectory } from "../base/project.ts";
import type { Lease } from "./lease-record.ts";

export interface LeaseHolder {
  readonly stack: string;
  /** 32 hexadecimal digits: whose state of the stack it is. Two clones of one user on one machine are two holders. */
  readonly clone: string;
  /** The user and the machine that run the stack: for people. */
  readonly holder: string;
}

/**
 * Who this process is to anybody who finds the hosts of its stack taken. Throws `malformed` where it cannot read the clone's identity.
 * @param project the clone's directory
 */
export function leaseHolder(stack: string, project: string): LeaseHolder {
  return { stack, clone: stateIdentity(project, process.env), holder: `${userInfo().username}@${hostname()}` };
}

/** Whether a lease is this holder's. A lease of an earlier version names no clone: its user and machine decide. */
export function isHeldBy({ stack, clone, holder }: LeaseHolder, lease: Lease): boolean {
  return lease.stack === stack && (lease.clone === undefined ? lease.holder === holder : lease.clone === clone);
}

/** State in a bucket or a service belongs to everybody who uses it; other state belongs to this clone, whose random id lies beside it. */
function stateIdentity(project: string, env: NodeJS.ProcessEnv): string {
  const backend = env["PULUMI_BACKEND_URL"] ?? "";
  if (backend !== "" && !backend.startsWith("file:")) {
    return createHash("sha256").update(backend).digest("hex").slice(0, 32);
  }
  const directory = stateDirectory(project);
  const file = join(directory, "clone-id");
  mkdirSync(directory, { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, `${randomBytes(16).toString("hex")}\n`);
  try {
    linkSync(own, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(own);
  }
  const id = readFileSync(file, "utf8").trim();
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  throw new CrossbedError("malformed", "is not the 32 hexadecimal digits by which hosts know this clone.", {
    where: file,
    hint: "Restore the file. If its content is lost, remove it, then take over the leases that this clone holds: npx crossbed switch STACK --take-over",
  });
}
