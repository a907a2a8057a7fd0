/**
 * What a request costs the load generator and the service over a simulated run of the study's length: codec, schedule,
 * table and service, on a clock that jumps from one tick to the next. No network and no timer.
 */
import { decodeM3ua, encodeM3ua } from "../workloads/ss7/codec/m3ua.ts";
import { decodeSccp, subsystems } from "../workloads/ss7/codec/sccp.ts";
import { readAnswer, requestOf } from "../workloads/ss7/generator/dialogue.ts";
import { LoadRun } from "../workloads/ss7/generator/run.ts";
import { wrapTcap } from "../workloads/ss7/m3ua/user-data.ts";
import { firstClusterPointCode, firstGeneratorPointCode } from "../workloads/ss7/point-codes.ts";
import { Responder } from "../workloads/ss7/responder/responder.ts";
import type { Finding } from "./finding.ts";

/** Processor time of all threads of this process, so that garbage collection counts. */
interface MinuteCost {
  requests: number;
  generatorUs: number;
  serviceUs: number;
}

/** The study's highest load and its length. */
const rateReqPerSec = 9450;
const minutes = 20;
const tickMs = 5;
const minuteMs = 60_000;
const generator = { pointCode: firstGeneratorPointCode, subsystem: subsystems.mobileSwitchingCentre };
const register = { pointCode: firstClusterPointCode, subsystem: subsystems.homeLocationRegister };

export function* serviceCost(): Generator<Finding> {
  // The first requests teach the compiler.
  simulate(1, () => undefined);
  const costs: MinuteCost[] = [];
  simulate(minutes, (cost) => costs.push(cost));
  const [first] = costs;
  const last = costs.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("no minute was simulated");
  for (const side of ["generatorUs", "serviceUs"] as const) {
    const ofRequest = (cost: MinuteCost): number => cost[side] / cost.requests;
    const ratio = ofRequest(last) / ofRequest(first);
    const requests = costs.reduce((sum, cost) => sum + cost.requests, 0);
    const perCoreSecond = (requests / costs.reduce((sum, cost) => sum + cost[side], 0)) * 1_000_000;
    const name = side === "generatorUs" ? "generator" : "service";
    yield {
      text: `${name}: minute ${String(minutes)} costs ${ratio.toFixed(2)} of minute 1; one core serves ${(perCoreSecond / rateReqPerSec).toFixed(1)} times ${String(rateReqPerSec)} req/s.`,
      figures: {
        name,
        rateReqPerSec,
        minutes,
        firstMinuteUs: ofRequest(first),
        lastMinuteUs: ofRequest(last),
        lastToFirst: ratio,
        requestsPerCoreSecond: perCoreSecond,
        coreSecondsToLoad: perCoreSecond / rateReqPerSec,
      },
    };
  }
}

/** Plays a run of so many minutes and tells the cost of each. */
function simulate(lengthMinutes: number, onMinute: (cost: MinuteCost) => void): void {
  const responder = new Responder();
  const requests: Buffer[] = [];
  const run = new LoadRun(
    {
      rateReqPerSec,
      arrival: "poisson",
      seed: 1,
      warmUpMs: 0,
      durationMs: lengthMinutes * minuteMs,
      intervalMs: 10_000,
      timeoutMs: 1000,
      maxRetransmissions: 2,
    },
    1,
    {
      transmit: (id) =>
        requests.push(encodeM3ua(wrapTcap(firstClusterPointCode, generator, register, requestOf(id), id & 0xff))),
      onInterval: () => undefined,
    },
  );
  for (let minute = 0; minute < lengthMinutes; minute += 1) {
    const cost = { requests: 0, generatorUs: 0, serviceUs: 0 };
    for (let nowMs = minute * minuteMs; nowMs < (minute + 1) * minuteMs; nowMs += tickMs) {
      const began = usedUs();
      for (let wakeMs: number | undefined = 0; wakeMs !== undefined && wakeMs <= nowMs;) wakeMs = run.advance(nowMs);
      const sent = usedUs();
      const answers = requests.map((bytes) => serve(responder, bytes, nowMs));
      const served = usedUs();
      for (const bytes of answers) {
        const { transactionId, isSuccess } = readAnswer(decodeM3ua(bytes).protocolData?.data ?? bytes);
        run.answered(transactionId, isSuccess, nowMs + 1);
      }
      const ended = usedUs();
      cost.requests += requests.length;
      cost.generatorUs += sent - began + (ended - served);
      cost.serviceUs += served - sent;
      requests.length = 0;
    }
    onMinute(cost);
  }
  const { sent, succeeded } = run.result().measured.counts;
  if (sent === 0 || succeeded !== sent) throw new Error(`${String(succeeded)} of ${String(sent)} requests succeeded`);
}

function serve(responder: Responder, bytes: Buffer, nowMs: number): Buffer {
  const { protocolData } = decodeM3ua(bytes);
  if (protocolData === undefined) throw new Error("a request without data");
  const { called, calling, data } = decodeSccp(protocolData.data);
  const { tcap } = responder.answer(protocolData.originatingPointCode, data, nowMs);
  if (tcap === undefined) throw new Error("a request without an answer");
  return encodeM3ua(
    wrapTcap(
      firstClusterPointCode,
      { ...called, pointCode: firstClusterPointCode },
      { ...calling, pointCode: firstGeneratorPointCode },
      tcap,
      0,
    ),
  );
}

function usedUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
