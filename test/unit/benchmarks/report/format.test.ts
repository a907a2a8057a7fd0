import { describe, expect, test } from "vitest";
import { formatMs, formatNumber, formatRate, formatTime } from "../../../../benchmarks/report/format.ts";
import { html, trusted } from "../../../../base/html.ts";

const thin = "\u202F";

test("formatNumber · decimals, thin spaces between thousands, a dash for what is missing", () => {
  expect(formatNumber(1234567.891, 2)).toBe(`1${thin}234${thin}567.89`);
  expect([formatNumber(999), formatNumber(-0.04, 1)]).toEqual(["999", "0.0"]);
  expect(formatNumber(-1234)).toBe(`-1${thin}234`);
  expect([formatNumber(null), formatNumber(undefined), formatNumber(NaN)]).toEqual(["–", "–", "–"]);
});

test("formatMs · three significant digits", () => {
  expect([0.123, 1.234, 12.34, 123.4, 1234].map(formatMs)).toEqual(["0.123", "1.23", "12.3", "123", `1${thin}234`]);
  expect([0.004, 0.00012, 9.996, 0].map(formatMs)).toEqual(["0.00400", "0.000120", "10.0", "0"]);
  expect(formatMs(undefined)).toBe("–");
});

test("formatRate · a decimal below 100", () => {
  expect([0.75, 15, 189, 9450].map(formatRate)).toEqual(["0.8", "15.0", "189", `9${thin}450`]);
});

test("formatTime · to the second, in UTC", () => {
  expect(formatTime(Date.UTC(2026, 10, 23, 3, 5, 12))).toBe("2026-11-23 03:05:12 UTC");
});

describe("html", () => {
  test("escapes strings and numbers, and leaves out what is undefined", () => {
    expect(html`<p title="${`"'`}">${"<b>&"} ${7}${undefined}</p>`.text).toBe(
      '<p title="&#34;&#39;">&#60;b&#62;&#38; 7</p>',
    );
  });
  test("takes HTML and lists of it as they are", () => {
    const words = ["a", "<"].map((each) => html`<b>${each}</b>`);
    expect(html`<p>${words}${trusted("<i>")}</p>`.text).toBe("<p><b>a</b><b>&#60;</b><i></p>");
  });
});
