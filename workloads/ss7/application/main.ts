/**
 * `node application.mjs --config FILE` runs one process of an application pair until SIGTERM or SIGINT;
 * `node application.mjs status --config FILE` prints the status of the running one as JSON. Its workers are threads that run this
 * file again; they load neither the link nor the native library below it.
 */
import { isMainThread } from "node:worker_threads";

if (isMainThread) await (await import("./process.ts")).runProcess(new URL(import.meta.url));
else (await import("./worker.ts")).serveAsWorker();
