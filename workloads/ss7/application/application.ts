/** One process of an application pair: link, heartbeat, service and records, wired together. */
import { performance } from "node:perf_hooks";
import type { Server } from "node:net";
import { messageOf } from "../../../base/errors.ts";
import { decodeSccp, type SccpMessage } from "../codec/sccp.ts";
import type { ProtocolData } from "../codec/m3ua-parameter.ts";
import { SignallingLink, type LinkNews } from "../m3ua/link.ts";
import { wrapTcap } from "../m3ua/user-data.ts";
import { Responder } from "../responder/responder.ts";
import type { ApplicationConfig } from "./config.ts";
import { recordEvent, type ApplicationEvent } from "./events.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Pair, type PairOutcome } from "./pair.ts";
import { describeServiceWork, ServiceWork } from "./service-work.ts";
import { Statistics, StatisticsFile } from "./statistics.ts";
import { serveStatus, type ApplicationStatus } from "./status.ts";

/** A peer that is told of the leaving takes over within this time, or nobody does. */
const handOverMs = 1000;

export class Application {
  readonly #config: ApplicationConfig;
  readonly #pair: Pair;
  readonly #link: SignallingLink;
  readonly #heartbeat: Heartbeat;
  readonly #responder = new Responder();
  readonly #work: ServiceWork;
  readonly #statistics = new Statistics();
  readonly #statisticsFile: StatisticsFile;
  #statusServer: Server | undefined;
  #sinceEpochMs = Date.now();
  #failedRequests = 0;
  #onHandedOver: (() => void) | undefined;

  constructor(config: ApplicationConfig) {
    this.#config = config;
    const { heartbeat, statistics, preferred } = config;
    this.#work = new ServiceWork(config);
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
    const work = describeServiceWork(this.#config);
    this.#record("started", work === "" ? "no work on a request" : `each request: ${work}`);
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
    this.#link.close();
    this.#heartbeat.close();
    this.#statisticsFile.close();
    this.#work.close();
    this.#statusServer?.close();
    this.#record("stopped", "in order");
  }

  #hear(news: LinkNews): void {
    switch (news.event) {
      case "data":
        if (news.message.protocolData !== undefined) this.#serve(news.message.protocolData);
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
        if (news.isTraffic) this.#failed(news.reason, 0);
        break;
      case "inactive":
    }
  }

  #serve({ originatingPointCode, data }: ProtocolData): void {
    const fromMs = performance.now();
    let sccp: SccpMessage;
    try {
      sccp = decodeSccp(data);
    } catch (error) {
      this.#failed(messageOf(error), performance.now() - fromMs);
      return;
    }
    this.#work.perform();
    const reply = this.#responder.answer(originatingPointCode, sccp.data, fromMs);
    const isAnswered = reply.tcap !== undefined && this.#answer(originatingPointCode, sccp, reply.tcap);
    const isSuccess = reply.isSuccess && isAnswered;
    const serviceTimeMs = performance.now() - fromMs;
    this.#statistics.add(isSuccess, reply.isRepeated, isAnswered, serviceTimeMs);
    if (!isSuccess) this.#tellFailure(reply.reason ?? "this node is not active any more");
  }

  #answer(askerPointCode: number, { called, calling }: SccpMessage, tcap: Buffer): boolean {
    const { pointCode, routingContext } = this.#config.link;
    const asker = { ...calling, pointCode: askerPointCode };
    return this.#link.send(wrapTcap(routingContext, { ...called, pointCode }, asker, tcap, tcap[tcap.length - 1] ?? 0));
  }

  #failed(reason: string, serviceTimeMs: number): void {
    this.#statistics.add(false, false, false, serviceTimeMs);
    this.#tellFailure(reason);
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
