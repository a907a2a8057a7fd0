/** Load generator and service as two real processes on this machine, at the study's loads. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { RunSpec } from "../workloads/records.ts";
import { firstClusterPointCode } from "../workloads/ss7/point-codes.ts";
import type { Finding } from "./finding.ts";
import { bundleOverTcp } from "./loopback/bundle.ts";
import { Gateway } from "./loopback/gateway.ts";
import { LoopbackGenerator, pairConfigs, startNode } from "./loopback/processes.ts";
import { processorSec } from "./processor-time.ts";

const ratesReqPerSec = [750, 2250, 4500, 6750, 9450];
const durationMs = 6000;

export async function* loopbackLoad(): AsyncGenerator<Finding> {
  const directory = await mkdtemp(join(tmpdir(), "crossbed-bench-"));
  const gateway = await Gateway.open();
  try {
    await bundleOverTcp(directory);
    const [config] = await pairConfigs(directory, gateway.port);
    const active = gateway.nextActive(firstClusterPointCode);
    const service = startNode(directory, config);
    const generator = await LoopbackGenerator.start(directory, gateway.port);
    try {
      await Promise.race([active, service]);
      // The first requests teach the compilers.
      await generator.run(runOf(2250, 2000));
      for (const rate of ratesReqPerSec) yield await measure(rate, generator, service.pid ?? 0);
    } finally {
      await generator.close();
      service.kill("SIGTERM");
      await service;
    }
  } finally {
    gateway.close();
    await rm(directory, { recursive: true });
  }
}

async function measure(rateReqPerSec: number, generator: LoopbackGenerator, servicePid: number): Promise<Finding> {
  const pids = [generator.process.pid ?? 0, servicePid] as const;
  const before = pids.map(processorSec);
  const fromMs = performance.now();
  const { totals, sendLag, responseTimeMs } = await generator.run(runOf(rateReqPerSec, durationMs));
  // Until the last answer: a generator that cannot keep up takes longer than its schedule.
  const seconds = (performance.now() - fromMs) / 1000;
  const [generatorSec = 0, serviceSec = 0] = pids.map((pid, index) => processorSec(pid) - (before[index] ?? 0));
  const achievedReqPerSec = totals.succeeded / seconds;
  const lag = [sendLag?.p50Ms, sendLag?.p99Ms, sendLag?.maxMs].map((ms) => ms ?? NaN);
  const [p50, p99, max] = lag;
  return {
    text:
      `${String(rateReqPerSec)} req/s over TCP: ${achievedReqPerSec.toFixed(0)} answered a second, ` +
      `sent late by ${lag.map((ms) => ms.toFixed(2)).join(" / ")} ms (p50 / p99 / max); ` +
      `generator ${((100 * generatorSec) / seconds).toFixed(0)} % of a core, service ${((100 * serviceSec) / seconds).toFixed(0)} %.`,
    figures: {
      transport: "TCP over loopback, in place of SCTP",
      rateReqPerSec,
      seconds,
      achievedReqPerSec,
      sent: totals.sent,
      succeeded: totals.succeeded,
      sendLagMs: { p50, p99, max },
      responseTimeMs,
      generatorCorePercent: (100 * generatorSec) / seconds,
      serviceCorePercent: (100 * serviceSec) / seconds,
      generatorReqPerCoreSec: totals.sent / generatorSec,
      serviceReqPerCoreSec: totals.sent / serviceSec,
    },
  };
}

const runOf = (rateReqPerSec: number, lengthMs: number): RunSpec => ({
  rateReqPerSec,
  arrival: "poisson",
  seed: 1,
  warmUpMs: 0,
  durationMs: lengthMs,
  intervalMs: 1000,
  timeoutMs: 2000,
  maxRetransmissions: 2,
});
