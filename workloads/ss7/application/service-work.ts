/** Work that stands for what a real service does with a request: deciding, looking up, charging. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import type { ApplicationConfig } from "./config.ts";

/** Rounds that one core of about 3 GHz does in a microsecond. */
const roundsPerUs = 700;
const pageBytes = 4096;
/** The journals of all workers together are written from their start again behind this length, so that no load fills a disk. */
const journalLength = 64 * 1024 * 1024;

/** One worker's part of what all of them have. */
export interface WorkShare {
  /** From 1. */
  readonly worker: number;
  readonly workers: number;
  /** The working set: all write to all of it. Which of two writes to one byte is lost does not matter. */
  readonly memory: SharedArrayBuffer;
}

/** The working set, each page of it written once; empty when none is configured. */
export function takeMemory({ serviceMemory }: Pick<ServiceWorkConfig, "serviceMemory">): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((serviceMemory?.memoryMiB ?? 0) * 1024 * 1024);
  new Uint8Array(memory).fill(1);
  return memory;
}

/**
 * The work of each request, as configured: nothing by default. The amount is fixed, not its time: a slower or stolen processor
 * takes longer, which is what a comparison of platforms has to see.
 */
export class ServiceWork {
  readonly #us: number;
  readonly #memory: Uint8Array;
  readonly #pagesPerRequest: number;
  readonly #record: Buffer;
  readonly #journalFile: string | undefined;
  readonly #journalLength: number;
  #journal: number | undefined;
  readonly #syncEvery: number;
  #random: number;
  #requests = 0;
  #at = 0;

  /** Makes its journal. Throws the system's error when it cannot. */
  constructor({ serviceWorkUs, serviceMemory, serviceJournal }: ServiceWorkConfig, share: WorkShare) {
    this.#us = serviceWorkUs;
    this.#memory = new Uint8Array(share.memory);
    this.#pagesPerRequest = serviceMemory?.pagesPerRequest ?? 0;
    this.#random = Math.imul(share.worker, 0x9e3779b9);
    this.#record = Buffer.alloc(serviceJournal?.bytesPerRequest ?? 0, 0x2e);
    this.#syncEvery = serviceJournal?.syncEveryRequests ?? 0;
    this.#journalLength = Math.max(this.#record.length, Math.floor(journalLength / share.workers));
    if (serviceJournal === undefined) return;
    this.#journalFile = share.workers === 1 ? serviceJournal.file : `${serviceJournal.file}.${String(share.worker)}`;
    this.#journal = openSync(this.#journalFile, "w", 0o600);
  }

  /** Does one request's work; when it is this request's turn, until its record is on the disk. */
  perform(): void {
    work(this.#us);
    this.#dirtyPages();
    this.#writeRecord();
  }

  /** Removes the journal. Requests that still come are served without a record. */
  close(): void {
    if (this.#journal === undefined || this.#journalFile === undefined) return;
    closeSync(this.#journal);
    rmSync(this.#journalFile, { force: true });
    this.#journal = undefined;
  }

  /** Writes to pages in no order, as lookups in a table of subscribers do; live migration has to copy them again. */
  #dirtyPages(): void {
    const pages = this.#memory.length / pageBytes;
    for (let page = 0; page < this.#pagesPerRequest; page += 1) {
      this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
      const at = Math.floor((this.#random / 2 ** 32) * pages) * pageBytes;
      this.#memory[at] = ((this.#memory[at] ?? 0) + 1) & 0xff;
    }
  }

  #writeRecord(): void {
    if (this.#journal === undefined) return;
    if (this.#at + this.#record.length > this.#journalLength) this.#at = 0;
    this.#at += writeSync(this.#journal, this.#record, 0, this.#record.length, this.#at);
    this.#requests += 1;
    if (this.#requests % this.#syncEvery === 0) fdatasyncSync(this.#journal);
  }
}

export type ServiceWorkConfig = Pick<ApplicationConfig, "serviceWorkUs" | "serviceMemory" | "serviceJournal">;

/** People do not care which file the journal is. */
type DescribedWork = Pick<ServiceWorkConfig, "serviceWorkUs" | "serviceMemory"> & {
  readonly serviceJournal?: Omit<NonNullable<ServiceWorkConfig["serviceJournal"]>, "file">;
};

/** What is configured, for people: "100 us, 4 pages of 64 MiB"; "none" when nothing is. */
export function describeServiceWork({ serviceWorkUs, serviceMemory, serviceJournal }: DescribedWork): string {
  const parts = [
    ...(serviceWorkUs === 0 ? [] : [`${String(serviceWorkUs)} us`]),
    ...(serviceMemory === undefined
      ? []
      : [`${String(serviceMemory.pagesPerRequest)} pages of ${String(serviceMemory.memoryMiB)} MiB`]),
    ...(serviceJournal === undefined
      ? []
      : [
          `${String(serviceJournal.bytesPerRequest)} bytes of journal, synced every ${String(serviceJournal.syncEveryRequests)}`,
        ]),
  ];
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** Works for `us` microseconds of a reference processor. Returns a value so that the compiler optimises nothing away. */
function work(us: number): number {
  let state = 0x9e3779b9;
  for (let round = us * roundsPerUs; round > 0; round -= 1) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  }
  return state;
}
