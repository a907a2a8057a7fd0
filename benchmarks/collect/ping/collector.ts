/** iputils' ping: whether the network to a machine is open. */
import { collectScript, type Collector } from "../collector.ts";
import { readPing } from "./parser.ts";

export const ping = {
  reads: "answers of ping -D, with the time in front of each",
  options: [],
  read: (text, file) => {
    const { steps, ...report } = readPing(text, file);
    const rows = report.answersMs.map((timeMs, index) => ({
      time: new Date(timeMs).toISOString(),
      sinceLastMs: index === 0 ? undefined : timeMs - (report.answersMs[index - 1] ?? timeMs),
    }));
    return { report: { ...report, steps: [...steps.values()] }, rows };
  },
  script: collectScript(new URL(".", import.meta.url)),
} as const satisfies Collector;
