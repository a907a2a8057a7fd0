/**
 * The threads that serve requests, seen from the thread that has the link. They share the working set in memory and nothing else:
 * each has its own memory of transactions, its own journal and its own heap. The link, the pair, the heartbeats and the statistics
 * stay with the one thread, which counts each request when its answer leaves; so there is one set of counts.
 *
 * A dialogue goes to a worker by its transaction: its messages and their retransmissions stay in order, and find the same memory.
 */
import { Worker } from "node:worker_threads";
import { CrossbedError } from "../../../base/errors.ts";
import { decodeSccp } from "../codec/sccp.ts";
import { transactionOf } from "../codec/tcap.ts";
import type { ApplicationConfig } from "./config.ts";
import { Service, type Served, type ServiceConfig, type ServiceRequest } from "./service.ts";
import { takeMemory, type WorkShare } from "./service-work.ts";
import type { FromWorker, ToWorker, WorkerStart } from "./worker.ts";

/** Requests under way for each worker: enough to cover the time in which a journal reaches the disk, too few to be late for long. */
const requestsPerWorker = 256;

/** Something that serves requests: a request goes in, its outcome comes out, at once or later. */
export interface Serving {
  take(request: ServiceRequest): void;
  /** Resolves when every accepted request is served. */
  close(): Promise<void>;
}

export interface ServingHandlers {
  readonly onServed: (served: Served) => void;
  /** Whether too many requests wait for workers: then the owner reads no more from the link, so that requests wait at their source. */
  readonly onFull: (isFull: boolean) => void;
  /** Called once: a worker died, and its dialogues with it. */
  readonly onLost: (error: CrossbedError) => void;
}

/**
 * Serves in this thread with one worker, else in so many of their own. `program`: the file that a worker runs, which is the
 * bundle's `application.mjs`. Rejects when a worker cannot serve.
 */
export async function openServing(
  config: ServiceConfig & Pick<ApplicationConfig, "workers">,
  program: URL,
  handlers: ServingHandlers,
): Promise<Serving> {
  const { workers } = config;
  const memory = takeMemory(config);
  const shares = Array.from({ length: workers }, (_, index): WorkShare => ({ worker: index + 1, workers, memory }));
  const [only, another] = shares;
  if (only === undefined || another !== undefined) {
    return await WorkerPool.open(
      shares.map((share) => ({ config, share })),
      program,
      handlers,
    );
  }
  const service = new Service(config, only);
  return {
    take: (request) => {
      handlers.onServed(service.serve(request));
    },
    close: () => {
      service.close();
      return Promise.resolve();
    },
  };
}

class WorkerPool implements Serving {
  readonly #threads: readonly Worker[];
  readonly #handlers: ServingHandlers;
  readonly #most: number;
  #underWay = 0;
  #state: "opening" | "open" | "over" = "opening";

  private constructor(threads: readonly Worker[], handlers: ServingHandlers) {
    this.#threads = threads;
    this.#most = requestsPerWorker * threads.length;
    this.#handlers = handlers;
  }

  /** Rejects when a worker cannot serve, and ends the others. */
  static async open(starts: readonly WorkerStart[], program: URL, handlers: ServingHandlers): Promise<WorkerPool> {
    const threads = starts.map((workerData) => new Worker(program, { workerData, argv: [] }));
    const pool = new WorkerPool(threads, handlers);
    try {
      await Promise.all(threads.map((thread, index) => pool.#watch(thread, index + 1)));
    } catch (error) {
      pool.#state = "over";
      await Promise.all(threads.map((thread) => thread.terminate()));
      throw error;
    }
    pool.#state = "open";
    return pool;
  }

  take({ originatingPointCode, data, fromMs }: ServiceRequest): void {
    if (this.#state !== "open") {
      this.#handlers.onServed({ isSuccess: false, isRepeated: false, reason: "this node stops", fromMs });
      return;
    }
    // A message with a view of a buffer would carry all of the buffer.
    const request: ToWorker = { originatingPointCode, data: new Uint8Array(data), fromMs };
    this.#threads[workerOf(data, this.#threads.length)]?.postMessage(request);
    this.#underWay += 1;
    if (this.#underWay >= this.#most) this.#handlers.onFull(true);
  }

  #served(served: Served): void {
    this.#underWay -= 1;
    if (this.#underWay === this.#most / 2) this.#handlers.onFull(false);
    this.#handlers.onServed(served);
  }

  async close(): Promise<void> {
    if (this.#state === "over") return;
    this.#state = "over";
    await Promise.all(
      this.#threads.map(async (thread) => {
        const ended = new Promise((resolve) => thread.once("exit", resolve));
        thread.postMessage("close" satisfies ToWorker);
        await ended;
      }),
    );
  }

  /** Resolves when the worker can serve, rejects when it died before. */
  async #watch(thread: Worker, number: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      thread.on("message", (message: FromWorker) => {
        if (message === "ready") resolve();
        else this.#served(message);
      });
      const lost = (why: string): void => {
        const what = `worker ${String(number)} of ${String(this.#threads.length)} ended: ${why}.`;
        const error = new CrossbedError("command_failed", what, { where: "application process" });
        reject(error);
        if (this.#state !== "open") return;
        this.#state = "over";
        this.#handlers.onLost(error);
      };
      thread.on("error", (error) => {
        lost(error.message);
      });
      thread.on("exit", (status) => {
        lost(`exit status ${String(status)}`);
      });
    });
  }
}

/**
 * From 0. Fibonacci hashing (Knuth, The Art of Computer Programming, vol. 3, section 6.4): transactions that count up, in whatever
 * steps, spread evenly. A message without a transaction goes to the first worker, which says why it cannot serve it.
 */
function workerOf(data: Uint8Array, workers: number): number {
  try {
    const transaction = transactionOf(decodeSccp(Buffer.from(data.buffer, data.byteOffset, data.length)).data);
    return Math.floor(((Math.imul(transaction, 0x9e3779b1) >>> 0) / 2 ** 32) * workers);
  } catch {
    return 0;
  }
}
