import { fc } from "../../../../support/laws.ts";
import { expect, test } from "vitest";
import { parseXentop } from "../../../../../benchmarks/collect/xentop/parser.ts";
import { inOrder, numberOf, printXentop, releases, type Domain } from "./print-xentop.ts";

const pcpus = 1024;
const large = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 2 ** 48 }));
const oddNames = ["NAME", "STATE", "NAME  STATE", "CPU(%)", "no limit", "-", "n/a", "--b---", "g --b--- 12", "12 3.4 5", "Net0 RX:",
  "VCPUs(sec):", "| 0 |", "gäst-åäö", "客户机一二三四", "a  b", "a guest of a long name", "dl380x1561", "dl380x1562"]; // prettier-ignore
const name = fc
  .oneof(
    fc.constantFrom(...oddNames),
    fc.string({ minLength: 1, maxLength: 40 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  )
  .map((text) => text.replaceAll(/[\p{Cc}\u2028\u2029\uFFFD\uFEFF]/gu, "x").trim())
  .filter((text) => text !== "" && text !== "Domain-0" && Buffer.from(text).toString() === text);

const domain = fc.record({
  name,
  state: fc.constantFrom("-----r", "--b---", "----p-", "d--c-r", "------"),
  cpuSec: large,
  cpuTenths: fc.integer({ min: 1, max: 2560 }),
  memKiB: large,
  maxMemKiB: fc.option(large, { nil: undefined }),
  vcpus: fc.integer({ min: 3, max: 512 }),
  nets: fc.integer({ min: 0, max: 3 }),
  netTxKiB: large,
  netRxKiB: large,
  vbds: fc.integer({ min: 1, max: 3 }),
  vbd: fc.option(fc.record({ oo: large, rd: large, wr: large, rsect: large, wsect: large }), { nil: undefined }),
  ssid: fc.integer({ min: 0, max: 99_999 }),
});
const options = fc.record({
  fullName: fc.boolean(),
  vcpus: fc.boolean(),
  networks: fc.boolean(),
  vbds: fc.boolean(),
  repeatHeader: fc.boolean(),
  pcpus: fc.boolean(),
  dom0First: fc.boolean(),
});

/** A name as it is printed, without the blanks that pad it. */
function printed(full: string, isFull: boolean): string {
  return isFull ? full : Buffer.from(full).subarray(0, 10).toString("utf8").trimStart();
}

test("parseXentop · gives what any release prints with any options, names and widths", () => {
  const guests = fc.uniqueArray(domain, { maxLength: 5, selector: ({ name: of }) => printed(of, false).toLowerCase() });
  const law = fc.property(
    guests,
    domain,
    fc.constantFrom(...releases),
    options,
    fc.integer({ min: 1, max: 3 }),
    (of, dom0, release, how, more) => {
      const running: Domain[] = [{ ...dom0, name: "Domain-0" }, ...of].map((each) =>
        numberOf(release) >= 413 ? each : { ...each, vbd: each.vbd ?? { oo: 0, rd: 0, wr: 0, rsect: 0, wsect: 0 } },
      );
      const first = running.map((each) => ({ ...each, cpuTenths: 0 }));
      const samples = [first, ...Array.from({ length: more }, () => running)];
      const report = parseXentop(printXentop(samples, release, how), "xentop.txt", pcpus);
      const isDom0First = how.dom0First && numberOf(release) >= 419;
      const expected = samples.map((domains) =>
        inOrder(domains, isDom0First).map((each) => [printed(each.name, how.fullName), each.cpuTenths / 10]),
      );
      expect(report.warnings).toEqual([]);
      expect(report.samples.map(({ domains }) => domains.map((each) => [each.name, each.cpuPercent]))).toEqual(
        expected,
      );
      expect(report.samples.map(({ baseline }) => baseline)).toEqual(samples.map((_, index) => index === 0));
    },
  );
  fc.assert(law, { numRuns: 100 });
});
