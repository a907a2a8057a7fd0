/** A worker: a thread of the application process that serves the dialogues which `worker-pool.ts` gives it, one after another. */
import { parentPort, workerData } from "node:worker_threads";
import { Service, type Served, type ServiceConfig, type ServiceRequest } from "./service.ts";
import type { WorkShare } from "./service-work.ts";

/** What a worker gets at its start. */
export interface WorkerStart {
  readonly config: ServiceConfig;
  readonly share: WorkShare;
}

export type ToWorker = ServiceRequest | "close";
/** `ready` once, then what it served, in the order of the requests. */
export type FromWorker = "ready" | Served;

/** Serves until the pool has it close. Throws the system's error when the journal cannot be made: the thread dies of it. */
export function serveAsWorker(): void {
  const { config, share } = workerData as WorkerStart;
  const service = new Service(config, share);
  const tell = (message: FromWorker): void => parentPort?.postMessage(message);
  parentPort?.on("message", (message: ToWorker) => {
    if (message !== "close") {
      const { answer, ...served } = service.serve(message);
      // A message with a view of a buffer would carry all of the buffer.
      tell(answer === undefined ? served : { ...served, answer: new Uint8Array(answer) });
      return;
    }
    service.close();
    parentPort?.close();
  });
  tell("ready");
}
