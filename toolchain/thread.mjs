// What a thread of this project starts with: loads the entry that it is given, as a process does.
import { workerData } from "node:worker_threads";
import { load } from "./compiled.mjs";

await load(workerData);
