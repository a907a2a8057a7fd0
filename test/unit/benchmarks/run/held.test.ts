import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../../base/errors.ts";
import { unreachedBy } from "../../../../benchmarks/run/held.ts";

const patience = { times: 2, waitMs: 0 };
const never = new AbortController().signal;
const gone = new CrossbedError("unreachable", "no route to it.", { where: "host2" });
const taken = new CrossbedError("command_failed", "it is another stack's.", { where: "host2" });

/** Throws these, one a call, then nothing; counts its calls. */
function answers(...errors: readonly Error[]): { readonly demand: () => Promise<void>; readonly calls: () => number } {
  let calls = 0;
  const demand = async (): Promise<void> => {
    const error = errors[calls];
    calls += 1;
    return error === undefined ? Promise.resolve() : Promise.reject(error);
  };
  return { demand, calls: () => calls };
}

describe("unreachedBy", () => {
  it("asks again while a machine is out of reach", async () => {
    const { demand, calls } = answers(gone, gone);
    expect([await unreachedBy(demand, never, patience), calls()]).toEqual([undefined, 3]);
  });

  it("gives the reason where it stays out of reach", async () => {
    const { demand, calls } = answers(gone, gone, gone);
    expect([await unreachedBy(demand, never, patience), calls()]).toEqual([gone, 3]);
  });

  it("throws at once where another has taken the machine", async () => {
    const { demand, calls } = answers(gone, taken);
    await expect(unreachedBy(demand, never, patience)).rejects.toBe(taken);
    expect(calls()).toBe(2);
  });

  it("waits no longer once the run is to end", async () => {
    const { demand, calls } = answers(gone, gone, gone);
    const waiting = unreachedBy(demand, AbortSignal.abort(), { times: 2, waitMs: 1e9 });
    expect([await waiting, calls()]).toEqual([gone, 1]);
  });
});
