import { describe, expect, it } from "vitest";
import { longestGap, parsePing } from "../../../../../benchmarks/collect/ping/parser.ts";

const text = `PING 10.77.2.21 (10.77.2.21) 56(84) bytes of data.
[1795425713.100000] 64 bytes from 10.77.2.21: icmp_seq=1 ttl=64 time=1.20 ms
[1795425713.150250] 64 bytes from 10.77.2.21: icmp_seq=2 ttl=64 time=1.10 ms
[1795425713.900000] From 10.77.2.13 icmp_seq=9 Destination Host Unreachable
[1795425714.350250] 64 bytes from 10.77.2.21: icmp_seq=26 ttl=64 time=2.10 ms (DUP!)

--- 10.77.2.21 ping statistics ---
26 packets transmitted, 3 received, 88.4615% packet loss, time 1250ms
`;

describe("parsePing", () => {
  it("reads when answers came, and nothing else", () => {
    expect(parsePing(text, "ping.txt")).toEqual([1795425713100, 1795425713150.25, 1795425714350.25]);
  });

  it("refuses an answer without its time", () => {
    const untimed = "64 bytes from 10.77.2.21: icmp_seq=1 ttl=64 time=1.20 ms\n";
    expect(() => parsePing(untimed, "ping.txt")).toThrow(
      "ping.txt: line 1: the answer has no time in front of it. Give what ping -D prints.",
    );
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
});
