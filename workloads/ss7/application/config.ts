/** Configuration of one process of an application pair: a JSON file. */
import { invalidInput } from "../../../base/errors.ts";
import { greatestPort } from "../../../base/ports.ts";
import {
  mostBytesPerRequest,
  mostMemoryMiB,
  mostPagesPerRequest,
  mostServiceWorkUs,
  mostSyncEveryRequests,
  mostWorkers,
} from "../bounds.ts";
import { Checker, parseJson } from "../config-checker.ts";
import { readLink, type LinkConfig } from "../m3ua/config.ts";

export interface ApplicationConfig {
  readonly cluster: string;
  /** Name of this node, unique in the cluster. */
  readonly node: string;
  /** Which of the pair is active when both could be. */
  readonly preferred: "active" | "standby";
  /** Both nodes of a pair have the same point code and routing context. */
  readonly link: LinkConfig;
  readonly heartbeat: HeartbeatConfig;
  /** The study's statistics, a line each interval: `statistics.ts`. */
  readonly statistics: { readonly file: string; readonly intervalMs: number };
  /** What happened, one JSON object a line: `events.ts`. */
  readonly eventsFile: string;
  /** Path of the UNIX socket that answers with the status; at most 107 bytes. */
  readonly statusSocket: string;
  /** Threads that serve requests. 1: the thread of the link does. More: so many beside it, `worker-pool.ts`. */
  readonly workers: number;
  /** Work on each request, in microseconds of a reference processor: `service-work.ts`. 0: none. */
  readonly serviceWorkUs: number;
  /** A working set that the process holds, and pages of 4 KiB of it that each request writes to. Absent: none. */
  readonly serviceMemory?: { readonly memoryMiB: number; readonly pagesPerRequest: number };
  /**
   * A journal on the node's disk: a record of so many bytes a request; every so many requests a worker waits until its own are
   * on the disk. Absent: none. With several workers each has a file of its own, with its number behind a dot.
   */
  readonly serviceJournal?: {
    readonly file: string;
    readonly bytesPerRequest: number;
    readonly syncEveryRequests: number;
  };
}

/** Heartbeats over the cluster's interconnect, UDP. */
export interface HeartbeatConfig {
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly intervalMs: number;
  /** After so many missing heartbeats in a row, the node takes its peer for dead. */
  readonly missed: number;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Throws one `invalid_input` with every problem; `document` is the file. */
export function parseApplicationConfig(document: string, text: string): ApplicationConfig {
  const checker = new Checker(parseJson(document, "(document)", text));
  const heartbeat = checker.inside("heartbeat");
  const statistics = checker.inside("statistics");
  const config: ApplicationConfig = {
    cluster: checker.text("cluster"),
    node: checker.text("node"),
    preferred: checker.oneOf("preferred", ["active", "standby"]),
    link: readLink(checker.inside("link")),
    heartbeat: {
      local: readEndpoint(heartbeat.inside("local")),
      peer: readEndpoint(heartbeat.inside("peer")),
      intervalMs: heartbeat.integer("intervalMs", 1, 60_000),
      missed: heartbeat.integer("missed", 1, 1000),
    },
    statistics: { file: statistics.text("file"), intervalMs: statistics.integer("intervalMs", 100, 3_600_000) },
    eventsFile: checker.text("eventsFile"),
    statusSocket: checker.text("statusSocket"),
    workers: checker.has("workers") ? checker.integer("workers", 1, mostWorkers) : 1,
    serviceWorkUs: checker.has("serviceWorkUs") ? checker.integer("serviceWorkUs", 0, mostServiceWorkUs) : 0,
    ...(checker.has("serviceMemory") ? { serviceMemory: readMemory(checker.inside("serviceMemory")) } : {}),
    ...(checker.has("serviceJournal") ? { serviceJournal: readJournal(checker.inside("serviceJournal")) } : {}),
  };
  if (checker.problems.length > 0) throw invalidInput(document, checker.problems);
  return config;
}

const readEndpoint = (checker: Checker): Endpoint => ({
  address: checker.address("address"),
  port: checker.integer("port", 1, greatestPort),
});

const readMemory = (checker: Checker): NonNullable<ApplicationConfig["serviceMemory"]> => ({
  memoryMiB: checker.integer("memoryMiB", 1, mostMemoryMiB),
  pagesPerRequest: checker.integer("pagesPerRequest", 0, mostPagesPerRequest),
});

const readJournal = (checker: Checker): NonNullable<ApplicationConfig["serviceJournal"]> => ({
  file: checker.text("file"),
  bytesPerRequest: checker.integer("bytesPerRequest", 1, mostBytesPerRequest),
  syncEveryRequests: checker.integer("syncEveryRequests", 1, mostSyncEveryRequests),
});
