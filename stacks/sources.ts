/** Computes one digest of everything that carries out a plan: another version of a script or program may change a result. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Rooms whose scripts and stylesheets run on machines, and rooms whose every file does. */
const scriptRooms = ["rack", "platforms", "components", "benchmarks"];
const programRooms = ["workloads"];

/** SHA-256 over names and contents, in hexadecimal; the same in every clone of the same sources. */
export function sourcesDigest(project: string): string {
  const filesOf = (room: string): string[] =>
    readdirSync(join(project, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(project.length + 1));
  const files = [
    ...scriptRooms.flatMap(filesOf).filter((file) => /\.(?:sh|xslt)$/.test(file)),
    ...programRooms.flatMap(filesOf),
  ].toSorted();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(project, file)))
      .update("\0");
  return hash.digest("hex");
}
