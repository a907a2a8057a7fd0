import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { LoadGenerator } from "../../../../../workloads/ss7/run/load-generator.ts";
import type { Remote } from "../../../../../rack/remote.ts";
import type { GeneratorPlan } from "../../../../../workloads/workload.ts";
import type { RunSpec } from "../../../../../workloads/records.ts";

/** Ends a load only when it is told to stop. */
const endless = `
read -r config
echo '{"kind":"ready"}'
while read -r line; do
  [[ $line != '{"stop":true}' ]] || echo '{"kind":"final","interrupted":true}'
done
`;

describe("LoadGenerator.run", () => {
  const run = async (signal: AbortSignal, interrupt: () => void = () => undefined): Promise<boolean> => {
    const remote = { start: () => execa("bash", ["-c", endless], { reject: false }) } as unknown as Remote;
    const generator = await LoadGenerator.start(remote, { name: "sim-a-1", config: {} } as unknown as GeneratorPlan);
    const over = generator.run({} as RunSpec, "/dev/null", signal);
    interrupt();
    const { final } = await over;
    await generator.close();
    return final.interrupted;
  };

  it("ends a load that is interrupted", async () => {
    const interruption = new AbortController();
    const interrupted = await run(interruption.signal, () => {
      interruption.abort();
    });
    expect(interrupted).toBe(true);
  });

  it("ends a load at once that is asked for after the interruption", async () => {
    expect(await run(AbortSignal.abort())).toBe(true);
  });
});
