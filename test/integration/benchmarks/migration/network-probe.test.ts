import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { NetworkProbe } from "../../../../benchmarks/run/migration/network-probe.ts";
import type { Remote } from "../../../../rack/remote.ts";

const recording = fileURLToPath(new URL("../../../fixtures/ping/ping-never-answers-again.txt", import.meta.url));
/** Stands in for a machine whose ping printed the recording, and ends when nobody wants more. */
const remote = {
  start: () => execa("bash", ["-c", 'cat "$0"; exec cat > /dev/null', recording], { buffer: false, reject: false }),
} as unknown as Remote;

it("NetworkProbe · gives a guest that never answers again the rest of the probe as its downtime at least, and tells it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "crossbed-probe-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "ping.txt");
  // The machine's clock is a second ahead of the run's.
  const offsetMs = 1000;
  const probe = new NetworkProbe(remote, { machine: "sim", address: "192.0.2.21", file, offsetMs });
  const startMs = 1_764_245_714_000;
  const hop = {
    guest: "a1",
    domain: "cb-a1",
    cluster: "a",
    from: "host1",
    to: "host2",
    startMs,
    endMs: startMs + 1000,
  };
  const { hops, warnings } = await probe.finish([hop]);
  expect(hops).toEqual([
    { ...hop, networkGap: { startMs: 1_764_245_714_350, endMs: 1_764_245_738_999.59, isOpen: true } },
  ]);
  expect(warnings).toEqual([
    {
      about: "network probe",
      machine: "sim",
      text: `${file}: a1 gave no answer before or after; its downtime was longer`,
    },
  ]);
});
