/** Serves figures on a port of the loopback interface: as OpenMetrics to whoever asks for /metrics, and a dashboard of them. */
import { createServer } from "node:http";
import { once } from "node:events";
import { Gauge, Registry, type OpenMetricsContentType } from "prom-client";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { dashboardOf } from "./dashboard.ts";
import type { Figure } from "./figures.ts";

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Page {
  readonly type: string;
  readonly render: (figures: readonly Figure[]) => string | Promise<string>;
}

/**
 * Asks `figuresNow` at each scrape; where that fails, the scrape does, and nothing else. `port`: 0 for any that is free.
 * @throws CrossbedError `invalid_input` where the port cannot be had.
 */
export async function serveMetrics(port: number, figuresNow: () => Promise<readonly Figure[]>): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const page = request.method === "GET" ? pages[request.url?.split("?")[0] ?? ""] : undefined;
    if (page === undefined) {
      response.writeHead(404).end(`Only GET ${Object.keys(pages).join(" and ")} are here.\n`);
      return;
    }
    figuresNow()
      .then(page.render)
      .then((text) => response.writeHead(200, { "content-type": page.type }).end(text))
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

/** What is served, by path. */
const pages: Readonly<Record<string, Page>> = {
  "/metrics": { type: Registry.OPENMETRICS_CONTENT_TYPE, render: renderMetrics },
  "/dashboard.json": { type: "application/json", render: (figures) => JSON.stringify(dashboardOf(figures)) },
};

/** One registry a scrape: a value that is gone leaves no line behind. */
async function renderMetrics(figures: readonly Figure[]): Promise<string> {
  const register = new Registry<OpenMetricsContentType>();
  register.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name, help, values } of figures) {
    const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [register] });
    for (const { labels, value } of values) gauge.set(labels, value);
  }
  return await register.metrics();
}
