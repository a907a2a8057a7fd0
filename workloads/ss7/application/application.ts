/** One process of an application pair: link, heartbeat, service and records, wired together. */
import { performance } from "node:perf_hooks";
import type { Server } from "node:net";
import { SignallingLink, type LinkNews } from "../m3ua/link.ts";
import type { ApplicationConfig } from "./config.ts";
import { recordEvent, type ApplicationEvent } from "./events.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Pair, type PairOutcome } from "./pair.ts";
import type { Served } from "./service.ts";
import { describeServiceWork } from "./service-work.ts";
import { Statistics, StatisticsFile } from "./statistics.ts";
import { serveStatus, type ApplicationStatus } from "./status.ts";
import { openServing, type Serving } from "./worker-pool.ts";

/** A peer that hears of the leaving takes over within this time, or nobody does. */
const handOverMs = 1000;

export class Application {
  readonly #config: ApplicationConfig;
  readonly #pair: Pair;
  readonly #link: SignallingLink;
  readonly #heartbeat: Heartbeat;
  readonly #program: URL;
  readonly #onLost: (error: Error) => void;
  #serving: Serving | undefined;
  readonly #statistics = new Statistics();
  readonly #statisticsFile: StatisticsFile;
  #statusServer: Server | undefined;
  #sinceEpochMs = Date.now();
  #failedRequests = 0;
  #onHandedOver: (() => void) | undefined;

  /** `program`: the file that workers run (`openServing`). `onLost`: it serves no more; end the process. */
  constructor(config: ApplicationConfig, program: URL, onLost: (error: Error) => void) {
    this.#config = config;
    this.#program = program;
    this.#onLost = onLost;
    const { heartbeat, statistics, preferred } = config;
    this.#pair = new Pair({ isPreferred: preferred === "active", missed: heartbeat.missed });
    this.#link = new SignallingLink(config.link, (news) => {
      this.#hear(news);
    });
    this.#heartbeat = new Heartbeat(heartbeat, config, () => this.#pair.state, {
      onTick: () => {
        this.#obey(this.#pair.tick());
      },
      onHeard: (peer) => {
        this.#obey(this.#pair.heard(peer));
      },
    });
    this.#statisticsFile = new StatisticsFile(statistics.file, statistics.intervalMs, this.#statistics);
  }

  async start(): Promise<void> {
    this.#serving = await openServing(this.#config, this.#program, {
      onServed: (served) => {
        this.#served(served);
      },
      onFull: (isFull) => {
        this.#link.setReading(!isFull);
      },
      onLost: (error) => {
        this.#record("worker-lost", error.message);
        this.#onLost(error);
      },
    });
    const work = describeServiceWork(this.#config);
    this.#record("started", `work on a request: ${work}; workers: ${String(this.#config.workers)}`);
    this.#statusServer = await serveStatus(this.#config.statusSocket, () => this.#status());
    await this.#heartbeat.open();
    this.#statisticsFile.open();
    this.#link.open();
  }

  /** Hands the traffic over to the peer if there is one, then leaves the gateway in order. */
  async stop(): Promise<void> {
    const wasActive = this.#pair.state.role === "active";
    this.#obey(this.#pair.leave());
    if (wasActive && this.#pair.peer?.isReady === true) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, handOverMs);
        this.#onHandedOver = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await this.#serving?.close();
    this.#link.close();
    this.#heartbeat.close();
    this.#statisticsFile.close();
    this.#statusServer?.close();
    this.#record("stopped", "in order");
  }

  #hear(news: LinkNews): void {
    switch (news.event) {
      case "data":
        if (news.message.protocolData !== undefined) {
          this.#serving?.take({ ...news.message.protocolData, fromMs: performance.now() });
        }
        break;
      case "ready":
        this.#record("asp-up", "registered with the gateway");
        this.#obey(this.#pair.linkReady());
        break;
      case "active":
        this.#record("asp-active", "the gateway confirmed");
        break;
      case "overridden":
        this.#onHandedOver?.();
        this.#obey(this.#pair.overridden());
        break;
      case "pending":
        this.#obey(this.#pair.pending());
        break;
      case "down":
        if (this.#pair.state.isReady) this.#record("asp-down", news.reason);
        this.#obey(this.#pair.linkLost());
        break;
      case "refused":
        this.#record("refused", news.reason);
        break;
      case "malformed":
        // What the gateway says of its network is no request.
        if (!news.isTraffic) break;
        this.#statistics.add(false, false, false, 0);
        this.#tellFailure(news.reason);
        break;
      case "inactive":
    }
  }

  #served({ answer, isSuccess, isRepeated, reason, fromMs }: Served): void {
    const isAnswered =
      answer !== undefined && this.#link.send(Buffer.from(answer.buffer, answer.byteOffset, answer.length));
    this.#statistics.add(isSuccess && isAnswered, isRepeated, isAnswered, performance.now() - fromMs);
    if (!isSuccess || !isAnswered) this.#tellFailure(reason ?? "this node is not active any more");
  }

  #tellFailure(reason: string): void {
    this.#failedRequests += 1;
    if (!Number.isInteger(Math.log10(this.#failedRequests))) return;
    this.#record("failed-requests", `${String(this.#failedRequests)} so far, the last: ${reason}`);
  }

  #obey({ action, events }: PairOutcome): void {
    for (const { event, reason } of events) {
      this.#record(event, reason);
      if (event === "active" || event === "standby" || event === "leaving") this.#sinceEpochMs = Date.now();
    }
    // The peer hears of a new role at once.
    if (events.length > 0) this.#heartbeat.send();
    if (action === "activate") this.#link.activate();
    if (action === "deactivate") this.#link.deactivate();
  }

  #record(event: ApplicationEvent, reason: string): void {
    const { eventsFile, cluster, node } = this.#config;
    recordEvent(eventsFile, { time: Date.now(), cluster, node, pid: process.pid, event, reason });
  }

  #status(): ApplicationStatus {
    const { cluster, node } = this.#config;
    return {
      cluster,
      node,
      pid: process.pid,
      state: this.#pair.state.role,
      sinceEpochMs: this.#sinceEpochMs,
      link: this.#link.state,
      peer: this.#pair.peer ?? null,
      counters: this.#statistics.totals,
    };
  }
}
