import { readFileSync } from "node:fs";
import { fc } from "../../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { longestGap, parsePing, readPing } from "../../../../../benchmarks/collect/ping/parser.ts";

const text = `PING 10.77.2.21 (10.77.2.21) 56(84) bytes of data.
[1795425713.100000] 64 bytes from 10.77.2.21: icmp_seq=1 ttl=64 time=1.20 ms
[1795425713.150250] 64 bytes from 10.77.2.21: icmp_seq=2 ttl=64 time=1.10 ms
[1795425713.900000] From 10.77.2.13 icmp_seq=9 Destination Host Unreachable
[1795425714.350250] 64 bytes from 10.77.2.21: icmp_seq=26 ttl=64 time=2.10 ms (DUP!)

--- 10.77.2.21 ping statistics ---
26 packets transmitted, 3 received, 88.4615% packet loss, time 1250ms
`;

const originSec = 1_795_000_000;
const answer = (atMs: number, sequence: number, roundTripMs = 1): string =>
  `[${(originSec + atMs / 1000).toFixed(6)}] 64 bytes from 10.77.2.21: icmp_seq=${String(sequence % 65_536)} ttl=64 time=${String(roundTripMs)} ms\n`;
/** A packet each 50 ms from 0 on, those of `answered`. */
const probe = (answered: readonly number[], shiftMs: (packet: number) => number = () => 0): string =>
  answered.map((packet) => answer(packet * 50 + 1 + shiftMs(packet), packet + 1)).join("");
const packets = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const end = (sent: number): string =>
  `\n--- 10.77.2.21 ping statistics ---\n${String(sent)} packets transmitted, 9 received, 50% packet loss, time ${String((sent - 1) * 50)}ms\n`;
/** The gap, from the first packet on. */
const gapOf = (
  printed: string,
  fromMs = 0,
  toMs = 1e9,
): { startMs: number; endMs: number; isOpen?: true } | undefined => {
  const origin = originSec * 1000;
  const gap = longestGap(readPing(printed, "ping.txt"), origin + fromMs, origin + toMs);
  return gap && { ...gap, startMs: Math.round(gap.startMs - origin), endMs: Math.round(gap.endMs - origin) };
};

describe("parsePing", () => {
  it("reads when answers came, and nothing else", () => {
    expect(parsePing(text, "ping.txt")).toEqual([1795425713100, 1795425713150.25, 1795425714350.25]);
  });

  it("refuses a text in which no answer has its time", () => {
    const untimed = "64 bytes from 10.77.2.21: icmp_seq=1 ttl=64 time=1.20 ms\n";
    expect(() => parsePing(untimed, "ping.txt")).toThrow(
      "ping.txt: line 1: the answer has no time in front of it. Give what ping -D prints.",
    );
  });

  it.each(["", "ping: unknown host\n", "\u0000\u0001".repeat(3000)])("refuses what is not ping's: %j", (other) => {
    expect(() => parsePing(other, "ping.txt")).toThrow(
      "ping.txt: line 1: ping prints no such text. Give what ping -D prints.",
    );
  });
});

describe("readPing", () => {
  it("leaves an answer out that lost its time, with a warning", () => {
    const torn = `${answer(0, 1)}4 bytes from 10.77.2.21: icmp_seq=2 ttl=64 time=1.20 ms\n${answer(100, 3)}`;
    expect(readPing(torn, "ping.txt").answersMs).toHaveLength(2);
    expect(readPing(torn, "ping.txt").warnings).toEqual([
      "ping.txt: line 2: left out: an answer without its time in front of it",
    ]);
  });
});

describe("longestGap", () => {
  const answers = [0, 50, 100, 700, 750, 3000];

  it("is the longest time between two answers that touches the window", () => {
    expect(longestGap(answers, 90, 120)).toEqual({ startMs: 100, endMs: 700 });
    expect(longestGap(answers, 0, 5000)).toEqual({ startMs: 750, endMs: 3000 });
  });

  it("is unknown without two answers", () => {
    expect(longestGap([50], 0, 100)).toBeUndefined();
    expect(longestGap(answers, 4000, 5000)).toBeUndefined();
  });

  it("lasts to ping's end when no answer came any more", () => {
    const fixture = new URL("../../../../fixtures/ping/ping-never-answers-again.txt", import.meta.url);
    const report = readPing(readFileSync(fixture, "utf8"), "ping.txt");
    const gap = longestGap(report, 1_764_245_715_000, 1_764_245_716_000);
    expect(gap).toEqual({ startMs: 1_764_245_715_350, endMs: 1_764_245_739_999.59, isOpen: true });
    expect(report.warnings).toEqual([]);
  });

  it("lasts to the last line that has a time when ping was killed", () => {
    const killed = `${probe(packets(0, 20))}[${String(originSec + 9)}.5] no answer yet for icmp_seq=190\n`;
    expect(gapOf(killed)).toEqual({ startMs: 951, endMs: 9500, isOpen: true });
  });

  it("begins with the first packet when answers came late", () => {
    expect(gapOf(probe(packets(100, 120)) + end(120))).toEqual({ startMs: 0, endMs: 5001, isOpen: true });
  });

  it("is all of ping's time when nobody answered", () => {
    const lines = [1, 4].map(
      (second) => `[${String(originSec + second)}.0] From 10.77.2.13 icmp_seq=1 Host Unreachable\n`,
    );
    expect(gapOf(lines.join("") + end(100))).toEqual({ startMs: 1000, endMs: 4000, isOpen: true });
    expect(gapOf(`PING 10.77.2.21 (10.77.2.21) 56(84) bytes of data.\n${end(100)}`)).toBeUndefined();
  });

  it("is not open when ping ended as it should", () => {
    expect(gapOf(probe(packets(0, 20)) + end(20))).toEqual({ startMs: 1, endMs: 51 });
    expect(gapOf(probe([...packets(0, 20), ...packets(30, 50)]) + end(50))).toEqual({ startMs: 951, endMs: 1501 });
  });

  it("is of the time, not of the numbers: duplicates and answers out of order end no gap early or late", () => {
    const late = `${probe(packets(0, 10))}${answer(1500, 29)}${answer(1501, 28, 101)}${answer(1502, 29)}${answer(1551, 31)}`;
    expect(gapOf(late)).toEqual({ startMs: 451, endMs: 1500 });
  });

  it("goes on where numbers begin anew", () => {
    const wrapped = probe([...packets(65_500, 65_530), ...packets(65_550, 65_600)]);
    expect(gapOf(wrapped)).toEqual({ startMs: 3_276_451, endMs: 3_277_501 });
    expect(readPing(wrapped, "ping.txt").warnings).toEqual([]);
  });

  it.each([
    ["forward", 7000],
    ["back", -7000],
  ])("is not of a clock that was set %s", (_, byMs) => {
    const set = probe([...packets(0, 20), ...packets(24, 200)], (packet) => (packet < 100 ? 0 : byMs));
    expect(gapOf(set, -10_000)).toEqual({ startMs: 951, endMs: 1201 });
    expect(readPing(set, "ping.txt").warnings).toEqual([
      `ping.txt: line 97: ping or its clock stood still or was set, by ${String(byMs)} ms`,
    ]);
  });

  it("is never shorter than a run of unanswered packets, whatever else was lost", () => {
    const law = fc.property(
      fc.array(fc.boolean(), { minLength: 5, maxLength: 200 }),
      fc.integer({ min: 2, max: 400 }),
      (answered, lost) => {
        const before = [0, 1, 2, ...packets(3, answered.length + 3).filter((packet) => answered[packet - 3])];
        const sent = (before.at(-1) ?? 0) + 1 + lost;
        const gap = gapOf(probe(before) + end(sent));
        const found = gap === undefined ? 0 : gap.endMs - gap.startMs;
        expect(found).toBeGreaterThanOrEqual(lost * 50 - 1);
      },
    );
    fc.assert(law, { numRuns: 200 });
  });
});
