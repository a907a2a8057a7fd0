import { expect, it } from "vitest";
import type { Remote } from "../../../rack/remote.ts";
import { setBack, stepClock } from "../../faults/clocks.ts";

/** A machine whose clock is ahead by so much; keeps by how much it was stepped. */
function machine(aheadSec: number) {
  const steps: string[] = [];
  const run = (_: string, command: string, input = ""): Promise<string> => {
    if (command === "date +%s%3N") return Promise.resolve(String(Date.now() + aheadSec * 1000));
    steps.push(input);
    return Promise.resolve("");
  };
  return { steps, remote: { run } as unknown as Remote };
}
const harm = { machine: "host1", aheadSec: 3600 };

it("a clock is stepped ahead, and back where it still is ahead", async () => {
  const { remote, steps } = machine(3600.5);
  await stepClock(remote, harm);
  await setBack(remote, harm);
  expect(steps).toEqual(["3600\n", "-3600\n"]);
});

it("a clock that is right, as after a restart, is not set back", async () => {
  const { remote, steps } = machine(2);
  await setBack(remote, harm);
  expect(steps).toEqual([]);
});
