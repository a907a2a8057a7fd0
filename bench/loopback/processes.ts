/** A pair of application processes and a load generator on this machine, with the gateway between them, all over the loopback interface. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import type { FinalRecord, GeneratorRecord, RunSpec } from "../../workloads/records.ts";
import type { ApplicationConfig } from "../../workloads/ss7/application/config.ts";
import { firstClusterPointCode, firstGeneratorPointCode } from "../../workloads/ss7/point-codes.ts";
import { freeUdpPorts } from "./free-ports.ts";
import type { GeneratorConfig } from "../../workloads/ss7/generator/config.ts";

const address = "127.0.0.1";
const linkOf = (gatewayPort: number, own: number): ApplicationConfig["link"] => ({
  stp: { addresses: [address], port: gatewayPort },
  localAddresses: [address],
  pointCode: own,
  routingContext: own,
});

const start = (program: string, ...args: string[]) => execa("node", [program, ...args], { reject: false });
export type LoopbackProcess = ReturnType<typeof start>;
export type NodeOptions = Partial<
  Pick<ApplicationConfig, "workers" | "serviceWorkUs" | "serviceMemory" | "serviceJournal">
>;

/** Configurations of the nodes `a1` and `a2`, with files in `directory`. */
export async function pairConfigs(
  directory: string,
  gatewayPort: number,
  options: NodeOptions = {},
): Promise<[ApplicationConfig, ApplicationConfig]> {
  const ports = await freeUdpPorts(2);
  const configOf = (number: 1 | 2): ApplicationConfig => {
    const node = `a${String(number)}`;
    return {
      cluster: "a",
      node,
      preferred: number === 1 ? "active" : "standby",
      link: linkOf(gatewayPort, firstClusterPointCode),
      heartbeat: {
        local: { address, port: ports[number - 1] ?? 0 },
        peer: { address, port: ports[2 - number] ?? 0 },
        intervalMs: 100,
        missed: 20,
      },
      statistics: { file: join(directory, `${node}.statistics.txt`), intervalMs: 1000 },
      eventsFile: join(directory, `${node}.events.jsonl`),
      statusSocket: join(directory, `${node}.sock`),
      workers: 1,
      serviceWorkUs: 0,
      ...options,
    };
  };
  return [configOf(1), configOf(2)];
}

/** Starts `application.mjs` of `bundle`. */
export function startNode(bundle: string, config: ApplicationConfig): LoopbackProcess {
  const file = `${config.statusSocket}.json`;
  writeFileSync(file, JSON.stringify(config));
  return start(join(bundle, "application.mjs"), "--config", file);
}

/** A running load generator. */
export class LoopbackGenerator {
  readonly process: LoopbackProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(running: LoopbackProcess) {
    this.process = running;
    this.#lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  }

  /** Starts `generator.mjs` of `bundle` and waits until its link carries traffic. */
  static async start(bundle: string, gatewayPort: number): Promise<LoopbackGenerator> {
    const generator = new LoopbackGenerator(start(join(bundle, "generator.mjs")));
    const config: GeneratorConfig = {
      name: "sim-a-1",
      cluster: "a",
      link: linkOf(gatewayPort, firstGeneratorPointCode),
      destinationPointCode: firstClusterPointCode,
    };
    generator.#write(config);
    await generator.#until((record) => (record.kind === "ready" ? record : undefined));
    return generator;
  }

  /** Runs a load and returns what the generator reported. */
  async run(run: RunSpec): Promise<FinalRecord> {
    this.#write({ run });
    return await this.#until((record) => (record.kind === "final" ? record : undefined));
  }

  async #until<Found>(pick: (record: GeneratorRecord) => Found | undefined): Promise<Found> {
    for (;;) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error(`the generator ended: ${(await this.process).stderr}`);
      const found = pick(JSON.parse(line.value) as GeneratorRecord);
      if (found !== undefined) return found;
    }
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.process;
  }

  #write(message: unknown): void {
    this.process.stdin.write(`${JSON.stringify(message)}\n`);
  }
}
