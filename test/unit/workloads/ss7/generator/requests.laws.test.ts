import { fc } from "../../../../support/laws.ts";
import { expect, test, vi } from "vitest";
import { RequestTable, type Request } from "../../../../../workloads/ss7/generator/requests.ts";

// Many examples, slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const timeoutMs = 100;
const memoryMs = 500;

test("RequestTable · finds each request until it is forgotten, and times out exactly the open ones, in order", () => {
  const steps = fc.array(fc.record({ sent: fc.nat({ max: 300 }), answered: fc.nat({ max: 300 }) }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 0xffff_ffff }), (plan, firstId) => {
      const table = new RequestTable<null>(timeoutMs, memoryMs);
      const open: Request<null>[] = [];
      const over: { request: Request<null>; atMs: number }[] = [];
      let id = firstId;
      for (const [index, { sent, answered }] of plan.entries()) {
        const nowMs = index * 20;
        for (let count = 0; count < sent; count += 1) {
          const request: Request<null> = { id, owner: null, dueMs: nowMs, transmissions: 0, state: "open", untilMs: 0 };
          table.transmitted(request, nowMs);
          open.push(request);
          id = (id + 1) >>> 0;
        }
        for (const request of open.splice(Math.floor(open.length / 2), answered)) {
          table.over(request, "answered", nowMs);
          over.push({ request, atMs: nowMs });
        }
        const due = open.filter(({ untilMs }) => untilMs <= nowMs);
        expect(table.nextTimeoutMs()).toBe(open[0]?.untilMs);
        expect([...table.timedOut(nowMs)]).toEqual(due);
        for (const request of due) {
          open.splice(open.indexOf(request), 1);
          table.over(request, "given-up", nowMs);
          over.push({ request, atMs: nowMs });
        }
        table.forget(nowMs);
        for (const request of open) expect(table.find(request.id)).toBe(request);
        for (const { request, atMs } of over) {
          expect(table.find(request.id)).toBe(nowMs - atMs < memoryMs ? request : undefined);
        }
      }
    }),
    { numRuns: 30 },
  );
});
