/** The status of a running application process, over a UNIX socket: it sends one line of JSON to everybody who connects. */
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { CrossbedError } from "../../../base/errors.ts";
import type { AspState } from "../m3ua/asp-state.ts";
import type { PeerState, Role } from "./pair.ts";
import type { ServiceCounts } from "./statistics.ts";

export interface ApplicationStatus {
  readonly cluster: string;
  readonly node: string;
  readonly pid: number;
  readonly state: Role;
  /** When it took this role, milliseconds since 1970 UTC. */
  readonly sinceEpochMs: number;
  /** State of the signalling link. */
  readonly link: AspState;
  /** The peer's last heartbeat; null when it is silent. */
  readonly peer: PeerState | null;
  /** Since the process started. */
  readonly counters: ServiceCounts;
}

/** Replaces a socket that a killed process left behind. Rejects when it cannot use the path. */
export async function serveStatus(path: string, status: () => ApplicationStatus): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(`${JSON.stringify(status())}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return server;
}

/** Throws `unreachable` when no process serves the path. */
export async function readStatus(path: string): Promise<ApplicationStatus> {
  const text = await new Promise<string>((resolve, reject) => {
    let said = "";
    connect(path)
      .on("data", (chunk) => (said += chunk.toString()))
      .on("end", () => {
        resolve(said);
      })
      .on("error", (cause) => {
        const hint = "Start the application, or look into its log.";
        reject(new CrossbedError("unreachable", "no application process answers.", { where: path, hint, cause }));
      });
  });
  return JSON.parse(text) as ApplicationStatus;
}
