/** A load generator: it runs the load on the machine's clock, over a signalling link, and reports in records. */
import { performance } from "node:perf_hooks";
import { messageOf } from "../../../base/errors.ts";
import { encodeM3ua } from "../codec/m3ua.ts";
import { subsystems } from "../codec/sccp.ts";
import { SignallingLink, type LinkNews } from "../m3ua/link.ts";
import { wrapTcap } from "../m3ua/user-data.ts";
import { parseCommand, type GeneratorConfig } from "./config.ts";
import type { RunSpec } from "../../records.ts";
import { readAnswer, requestOf } from "./dialogue.ts";
import { type GeneratorRecord, type IntervalRecord, type ServiceGap, type WarningRecord } from "../../records.ts";
import { usualLagWarningMs } from "../../send-lag.ts";
import type { PhaseInterval } from "./phase.ts";
import { LoadRun } from "./run.ts";
import type { Gap } from "./service-gap.ts";

/** An interval with a first transmission this late deserves a warning; half of it is a busy machine's ordinary delay. */
const lagWarningMs = 100;

/** A run that goes wholly wrong fills no disk. */
const greatestWarnings = 1000;

interface CurrentRun {
  readonly run: LoadRun;
  /** Start by the monotonic clock and by the wall clock. */
  readonly startMs: number;
  readonly startEpochMs: number;
  readonly sendLagWarningMs: number;
  readonly lagging: { intervals: number; of: number; maxMs: number };
}

export class LoadGenerator {
  readonly #config: GeneratorConfig;
  readonly #print: (record: GeneratorRecord) => void;
  readonly #link: SignallingLink;
  #current: CurrentRun | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isReady = false;
  /** Faults reported since the run began: the generator reports each once. */
  readonly #told = new Set<string>();
  #nextId: number;

  /** `firstId`: transaction id to start with; differs from start to start, so that no answerer takes a request for an old one. */
  constructor(config: GeneratorConfig, firstId: number, print: (record: GeneratorRecord) => void) {
    this.#config = config;
    this.#print = print;
    this.#nextId = firstId;
    this.#link = new SignallingLink(config.link, (news) => {
      this.#hear(news);
    });
  }

  open(): void {
    this.#link.open();
  }

  /** Ends everything at once. */
  close(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
    this.#link.close();
  }

  /** One line of commands. */
  command(line: string): void {
    try {
      const command = parseCommand(line);
      if ("stop" in command) this.#stop();
      else if ("end" in command) this.#end();
      else if (this.#current !== undefined) this.#warn("rejected-command", "A run is under way; stop it first.");
      else this.#start(command.run);
    } catch (error) {
      this.#warn("rejected-command", messageOf(error));
    }
  }

  #start(spec: RunSpec): void {
    this.#told.clear();
    const nowMs = performance.now();
    const nowEpochMs = Date.now();
    const aheadMs = (spec.startAtEpochMs ?? nowEpochMs) - nowEpochMs;
    if (aheadMs < 0) {
      this.#warn("lag", `The run starts ${String(-aheadMs)} ms after its time: the command came late.`, -aheadMs);
    }
    // A start that has passed is not caught up with in a burst.
    const delayMs = Math.max(0, aheadMs);
    const run = new LoadRun(spec, this.#nextId, {
      transmit: (id) => {
        this.#transmit(id);
      },
      onInterval: ({ startMs, endMs, serviceGap, ...interval }) => {
        this.#tell(current, startMs, endMs, { ...interval, ...gapOf(serviceGap, current.startEpochMs) });
      },
    });
    const current: CurrentRun = {
      run,
      startMs: nowMs + delayMs,
      startEpochMs: nowEpochMs + delayMs,
      sendLagWarningMs: spec.lagWarningMs ?? usualLagWarningMs,
      lagging: { intervals: 0, of: 0, maxMs: 0 },
    };
    this.#current = current;
    this.#timer = setTimeout(() => {
      this.#advance();
    }, delayMs);
  }

  #stop(): void {
    if (this.#current === undefined) return;
    this.#current.run.stop(this.#elapsedMs(this.#current));
    this.#advance();
  }

  #end(): void {
    if (this.#current === undefined) return;
    this.#current.run.end(this.#elapsedMs(this.#current));
    this.#advance();
  }

  #advance(): void {
    const current = this.#current;
    if (current === undefined) return;
    clearTimeout(this.#timer);
    const nowMs = this.#elapsedMs(current);
    if (nowMs < 0 && !current.run.isOver) {
      this.#timer = setTimeout(() => {
        this.#advance();
      }, -nowMs);
      return;
    }
    const wakeMs = current.run.advance(nowMs);
    if (wakeMs === undefined) {
      this.#finish(current);
      return;
    }
    this.#timer = setTimeout(
      () => {
        this.#advance();
      },
      Math.max(0, wakeMs - this.#elapsedMs(current)),
    );
  }

  #finish({ run, startEpochMs, lagging, sendLagWarningMs }: CurrentRun): void {
    this.#current = undefined;
    this.#nextId = run.nextId;
    if (lagging.intervals > 0) {
      const { intervals, of, maxMs } = lagging;
      this.#warn(
        "lag",
        `Fell behind the schedule by up to ${maxMs.toFixed(0)} ms in ${String(intervals)} of ${String(of)} intervals; response times hold it.`,
        maxMs,
      );
    }
    const { measured, startMs, endMs, isInterrupted, serviceGap } = run.result();
    const sendLag = measured.sendLag();
    if (sendLag !== undefined && sendLag.p99Ms > sendLagWarningMs) {
      const [late, allowed] = [sendLag.p99Ms.toFixed(1), String(sendLagWarningMs)];
      this.#warn(
        "lag",
        `One request in a hundred left ${late} ms or more after its time; ${allowed} ms are allowed.`,
        sendLag.p99Ms,
      );
    }
    this.#print({
      kind: "final",
      generator: this.#config.name,
      startEpochMs: startEpochMs + startMs,
      endEpochMs: startEpochMs + endMs,
      interrupted: isInterrupted,
      totals: measured.counts,
      ...measured.times(),
      ...gapOf(serviceGap, startEpochMs),
      maxLagMs: measured.maxLagMs,
      ...(sendLag === undefined ? {} : { sendLag }),
    });
  }

  #tell(
    { startEpochMs, lagging }: CurrentRun,
    startMs: number,
    endMs: number,
    interval: Omit<PhaseInterval, "startMs" | "endMs"> & Pick<IntervalRecord, "serviceGap">,
  ): void {
    lagging.of += 1;
    lagging.maxMs = Math.max(lagging.maxMs, interval.maxLagMs);
    if (interval.maxLagMs >= lagWarningMs) lagging.intervals += 1;
    this.#print({
      kind: "interval",
      generator: this.#config.name,
      startEpochMs: startEpochMs + startMs,
      endEpochMs: startEpochMs + endMs,
      ...interval,
    });
  }

  #transmit(id: number): void {
    const { link, destinationPointCode } = this.#config;
    const calling = { pointCode: link.pointCode, subsystem: subsystems.mobileSwitchingCentre };
    const called = { pointCode: destinationPointCode, subsystem: subsystems.homeLocationRegister };
    // While the link is away the request is lost like any other on the way, and its time-out sends it again.
    this.#link.send(encodeM3ua(wrapTcap(link.routingContext, calling, called, requestOf(id), id & 0xff)));
  }

  #hear(news: LinkNews): void {
    switch (news.event) {
      case "ready":
        this.#link.activate();
        break;
      case "active":
        if (this.#isReady) this.#warn("link-up", "The signalling link is back.");
        else {
          const { name } = this.#config;
          this.#print({ kind: "ready", generator: name, timeEpochMs: Date.now(), pid: process.pid });
        }
        this.#isReady = true;
        break;
      case "data":
        this.#answered(news.message.protocolData?.data);
        break;
      case "down":
        this.#warn("link-down", `The signalling link is away: ${news.reason}`);
        break;
      case "malformed":
        this.#warn("malformed-message", news.reason);
        break;
      case "refused":
        this.#warn("link-down", `The signalling transfer point refused: ${news.reason}`);
        break;
      case "overridden":
        this.#warn("link-down", "Another process took this generator's routing context.");
        break;
      case "inactive":
      case "pending":
    }
  }

  #answered(sccp: Buffer | undefined): void {
    const current = this.#current;
    if (sccp === undefined || current === undefined) return;
    const nowMs = this.#elapsedMs(current);
    try {
      const { transactionId, isSuccess } = readAnswer(sccp);
      current.run.answered(transactionId, isSuccess, nowMs);
    } catch (error) {
      this.#warn("malformed-message", messageOf(error));
    }
    // The last answer may have been the end of the run.
    if (current.run.awaitsOnlyAnswers) this.#advance();
  }

  #elapsedMs({ startMs }: CurrentRun): number {
    return performance.now() - startMs;
  }

  #warn(code: WarningRecord["code"], message: string, lagMs?: number): void {
    if (this.#told.has(message) || this.#told.size > greatestWarnings) return;
    this.#told.add(message);
    const { name } = this.#config;
    this.#print({
      kind: "warning",
      generator: name,
      timeEpochMs: Date.now(),
      code,
      message,
      ...(lagMs === undefined ? {} : { lagMs }),
    });
  }
}

/** A gap as records have it; nothing where there is none. */
function gapOf(gap: Gap | undefined, runStartEpochMs: number): { readonly serviceGap?: ServiceGap } {
  if (gap === undefined) return {};
  return {
    serviceGap: {
      durationMs: gap.endMs - gap.startMs,
      startEpochMs: runStartEpochMs + gap.startMs,
      endEpochMs: runStartEpochMs + gap.endMs,
    },
  };
}
