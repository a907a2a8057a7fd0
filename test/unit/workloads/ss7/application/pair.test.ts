import { describe, expect, test } from "vitest";
import { Pair, type PairOutcome, type PeerState } from "../../../../../workloads/ss7/application/pair.ts";

const missed = 3;
const preferred = (): Pair => new Pair({ isPreferred: true, missed });
const other = (): Pair => new Pair({ isPreferred: false, missed });
const peer = (role: PeerState["role"], term = 0, isReady = true): PeerState => ({ role, isReady, term });

function ticks(pair: Pair, count: number): PairOutcome[] {
  return Array.from({ length: count }, () => pair.tick());
}

const actions = (outcomes: readonly PairOutcome[]): (string | undefined)[] => outcomes.map(({ action }) => action);

/** Active with term 1, having heard its peer. */
function active(pair: Pair): Pair {
  pair.linkReady();
  pair.heard(peer("standby", 0, false));
  ticks(pair, 10 * missed);
  expect(pair.state).toEqual({ role: "active", isReady: true, term: 1 });
  return pair;
}

describe("Pair", () => {
  test("makes the preferred node active as soon as the peer is heard to be up and is not", () => {
    const pair = preferred();
    expect(pair.linkReady()).toEqual({ events: [{ event: "standby", reason: "the signalling link is registered" }] });
    expect(pair.heard(peer("starting", 0, false))).toEqual({
      action: "activate",
      events: [
        { event: "peer-seen", reason: "it is starting" },
        { event: "active", reason: "the peer is not active and this node is preferred" },
      ],
    });
  });

  test("makes nobody active without a signalling link", () => {
    const pair = preferred();
    pair.heard(peer("standby"));
    expect(actions(ticks(pair, 100))).not.toContain("activate");
    expect(pair.linkReady().action).toBe("activate");
  });

  test("stands by at its start when the peer is active, preferred or not", () => {
    for (const pair of [preferred(), other()]) {
      pair.heard(peer("active", 4));
      expect(pair.linkReady().action).toBeUndefined();
      expect(pair.state.role).toBe("standby");
    }
  });

  test("waits ten times longer for a peer never heard of when it is not preferred", () => {
    const first = preferred();
    const second = other();
    first.linkReady();
    second.linkReady();
    expect(actions(ticks(first, missed))).toEqual([undefined, undefined, "activate"]);
    expect(actions(ticks(second, 10 * missed)).indexOf("activate")).toBe(10 * missed - 1);
  });

  test("takes over when heartbeats are missed, with a term above the peer's", () => {
    const pair = other();
    pair.linkReady();
    pair.heard(peer("active", 6));
    const outcomes = ticks(pair, missed);
    expect(actions(outcomes)).toEqual([undefined, undefined, "activate"]);
    expect(outcomes.at(-1)?.events).toEqual([
      { event: "peer-lost", reason: "3 heartbeats missed" },
      { event: "active", reason: "the peer is silent" },
    ]);
    expect(pair.state.term).toBe(7);
  });

  test("takes over at once when the peer leaves, or the gateway has nobody", () => {
    const told = other();
    told.linkReady();
    told.heard(peer("active", 1));
    expect(told.heard(peer("leaving", 1)).action).toBe("activate");

    const pending = other();
    pending.linkReady();
    pending.heard(peer("active", 1));
    expect(pending.pending().action).toBe("activate");
  });

  test("takes over from a peer that lost its signalling link", () => {
    const pair = other();
    pair.linkReady();
    pair.heard(peer("active", 1));
    pair.heard(peer("standby", 1, false));
    const outcomes = Array.from({ length: missed }, () => {
      const outcome = pair.tick();
      pair.heard(peer("standby", 1, false));
      return outcome;
    });
    expect(actions(outcomes)).toEqual([undefined, undefined, "activate"]);
  });

  test("stands by once overridden, and with a broken interconnect stays so", () => {
    const pair = active(preferred());
    expect(pair.overridden()).toEqual({ events: [{ event: "standby", reason: "the peer took over" }] });
    expect(actions(ticks(pair, 1000))).not.toContain("activate");
    expect(pair.pending().action).toBe("activate");
  });

  test("settles two active nodes by term, then by preference", () => {
    const seen = { event: "peer-seen", reason: "it is active" };
    expect(active(preferred()).heard(peer("active", 2))).toEqual({
      action: "deactivate",
      events: [seen, { event: "standby", reason: "the peer is active, too, and goes first" }],
    });
    expect(active(preferred()).heard(peer("active", 1))).toEqual({ action: "activate", events: [seen] });
    expect(active(other()).heard(peer("active", 1)).action).toBe("deactivate");
    expect(active(other()).heard(peer("active", 0)).action).toBe("activate");
  });

  test("holds no pause of its own against the peer: silence is counted in ticks", () => {
    const pair = other();
    pair.linkReady();
    pair.heard(peer("active", 1));
    // However long the machine was stopped, one tick has passed.
    expect(pair.tick().action).toBeUndefined();
    expect(pair.heard(peer("active", 1)).events).toEqual([]);
  });

  test("activates nothing more once it leaves", () => {
    const pair = active(preferred());
    pair.leave();
    expect(actions([...ticks(pair, 100), pair.pending(), pair.heard(peer("standby"))])).not.toContain("activate");
    expect(pair.state.role).toBe("leaving");
  });

  test("stands by when its link is lost, and when it is back leaves an active peer alone", () => {
    const pair = active(preferred());
    expect(pair.linkLost().events).toEqual([{ event: "standby", reason: "the signalling link was lost" }]);
    pair.heard(peer("active", 2));
    expect(pair.linkReady().action).toBeUndefined();
  });
});
