/** Serves figures as OpenMetrics on a port of the loopback interface, to whoever asks for /metrics. */
import { createServer } from "node:http";
import { once } from "node:events";
import { Gauge, Registry, type OpenMetricsContentType } from "prom-client";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import type { Figure } from "./figures.ts";

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Asks `figuresNow` at each scrape; where that fails, the scrape does, and nothing else. `port`: 0 for any that is free.
 * @throws CrossbedError `invalid_input` where the port cannot be had.
 */
export async function serveMetrics(port: number, figuresNow: () => Promise<readonly Figure[]>): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url?.split("?")[0] !== "/metrics") {
      response.writeHead(404).end("Only GET /metrics is here.\n");
      return;
    }
    render(figuresNow)
      .then((text) => response.writeHead(200, { "content-type": Registry.OPENMETRICS_CONTENT_TYPE }).end(text))
      .catch((error: unknown) => response.writeHead(500).end(`${messageOf(error)}\n`));
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new CrossbedError("invalid_input", `the port cannot be had: ${messageOf(cause)}`, {
      where: `--metrics ${String(port)}`,
      hint: "Give another port.",
      cause,
    });
  }
  // The study decides when the process ends.
  server.unref();
  const address = server.address();
  const own = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${String(own)}/metrics`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One registry a scrape: a value that is gone leaves no line behind. */
async function render(figuresNow: () => Promise<readonly Figure[]>): Promise<string> {
  const register = new Registry<OpenMetricsContentType>();
  register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name, help, values } of await figuresNow()) {
    const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [register] });
    for (const { labels, value } of values) gauge.set(labels, value);
  }
  return await register.metrics();
}
