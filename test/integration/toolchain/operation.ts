/** An operation on a resource as the plugin's server would start it, with its log kept for the test. */
import type { Operation } from "../../../toolchain/command-plugin/provider.ts";

export interface Recorded extends Operation {
  /** Status lines, in order. */
  readonly lines: string[];
  /** Lasting messages as `severity: text`, in order. */
  readonly messages: string[];
  readonly cancel: () => void;
}

export function operation(type: string, onLine: (line: string) => void = () => undefined): Recorded {
  const lines: string[] = [];
  const messages: string[] = [];
  const controller = new AbortController();
  return {
    type,
    lines,
    messages,
    signal: controller.signal,
    cancel: () => {
      controller.abort(new Error("cancelled"));
    },
    log: {
      status: (line) => {
        lines.push(line);
        onLine(line);
      },
      message: (severity, text) => messages.push(`${severity}: ${text}`),
      flush: () => Promise.resolve(),
    },
  };
}
