import { expect, test } from "vitest";
import { checkClaim, type Claim } from "../../../../../benchmarks/analysis/printed/claims.ts";
import { checkTables } from "../../../../../benchmarks/analysis/printed/check.ts";
import { printed, type PrintedMetric, type PrintedRow } from "../../../../../benchmarks/analysis/printed/printed.ts";

/** Rows of 120 values without a flaw of their own, by load. */
function curve(metric: PrintedMetric, means: Readonly<Record<number, string>>, platform = "kvm"): PrintedRow[] {
  return Object.entries(means).map(([load, mean]) => ({
    ...{ table: metric === "cpu_percent" ? "4.10" : "4.13", platform, layout: "16core", metric },
    nominalReqPerSec: Number(load),
    mean: printed(mean),
    variance: printed("1.0000"),
    deviation: printed("1.0000"),
    margin: printed("0.1789"),
  }));
}

const straight = { 750: "10.0000", 2250: "30.0000", 3750: "50.0000" };
const tried = [...[750, 2250, 3750].map((load) => triedLoad(load, true)), triedLoad(5000, false)];

function triedLoad(nominalReqPerSec: number, wasFeasible: boolean) {
  return { table: "3.2", platform: "kvm", layout: "16core", nominalReqPerSec, wasFeasible };
}

const cell = (value: string, table = "4.3", atReqPerSec = 1500) => ({
  ...{ table, platform: "kvm", layout: "16core", metric: "cpu_percent" as const },
  atReqPerSec,
  value: printed(value),
});

test("checkTables · tables that agree have no finding", () => {
  const rows = [...curve("cpu_percent", straight), ...curve("response_time_ms", straight)];
  const check = checkTables({ rows, overview: [cell("20"), cell("20", "4.1")], tried });
  expect(check.overview.map(({ findings, line }) => ({ findings, line }))).toEqual([
    { findings: [], line: 20 },
    { findings: [], line: 20 },
  ]);
  expect(check.curves).toEqual([]);
});

test("checkTables · what was read off a curve: another table's number, off the line, outside of its ends", () => {
  const rows = curve("cpu_percent", straight);
  const kindsOf = (...cells: ReturnType<typeof cell>[]): string[][] =>
    checkTables({ rows, overview: cells, tried }).overview.map(({ findings }) => findings.map(({ kind }) => kind));
  expect(kindsOf(cell("20"), cell("21", "4.1"))).toEqual([["twin"], ["twin"]]);
  expect(kindsOf(cell("22"))).toEqual([["off-line"]]);
  expect(kindsOf(cell("31"))).toEqual([["outside"]]);
  expect(kindsOf(cell("20", "4.3", 9000))).toEqual([[]]);
});

test("checkTables · curves that bend or fall, numbers of values that differ, loads that are missing or were never tried", () => {
  const kindsOf = (rows: readonly PrintedRow[], loads = tried): string[] =>
    checkTables({ rows, overview: [], tried: loads }).curves.map(({ kind }) => kind);
  expect(kindsOf(curve("cpu_percent", { 750: "10.0000", 2250: "40.0000", 3750: "45.0000" }))).toEqual(["bend"]);
  expect(kindsOf(curve("cpu_percent", { 750: "10.0000", 2250: "40.0000", 3750: "39.0000" }))).toEqual(["falls"]);
  const fewer = curve("response_time_ms", straight).map((row) => ({ ...row, margin: printed("0.1796") }));
  expect(kindsOf([...curve("cpu_percent", straight), ...fewer])).toEqual([
    "counts-differ",
    "counts-differ",
    "counts-differ",
  ]);
  expect(kindsOf(curve("cpu_percent", { 750: "10.0000", 2250: "30.0000" }))).toEqual(["load-missing"]);
  expect(kindsOf(curve("cpu_percent", { ...straight, 5000: "60.0000" }))).toEqual(["load-not-tried"]);
  expect(kindsOf(curve("cpu_percent", straight), tried.slice(0, 3))).toEqual(["no-limit"]);
});

test("checkClaim · holds or does not at each load that both sides have, and says where it does not", () => {
  const rows = [
    ...curve("cpu_percent", { 750: "12.0000", 2250: "30.0000", 9450: "90.0000" }),
    ...curve("cpu_percent", { 750: "11.0000", 2250: "30.1000" }, "xen"),
  ];
  const claim = (relation: Claim["relation"]): Claim => ({
    ...{ section: "5", quote: "KVM takes less", metrics: ["cpu_percent"], relation },
    pairs: [
      [
        { platform: "kvm", layout: "16core" },
        { platform: "xen", layout: "16core" },
      ],
    ],
  });
  expect(checkClaim(claim("lower"), rows)).toMatchObject({
    cells: 2,
    holds: 1,
    exceptions: [{ first: { mean: { text: "12.0000" } }, second: { mean: { text: "11.0000" } } }],
  });
  expect(checkClaim(claim("higher"), rows)).toMatchObject({ cells: 2, holds: 1 });
  // A tenth of a point is within both margins of 0.18, a whole one is not.
  expect(checkClaim(claim("alike"), rows)).toMatchObject({ cells: 2, holds: 1 });
});
