import { expect, test } from "vitest";
import { parseDescription } from "../../../../benchmarks/import/description.ts";

const whole = {
  name: "study-xen",
  describedBy: "somebody",
  source: "a thesis",
  platform: "xen",
  layout: "16core",
  rack: "study",
  hardware: "real",
  timezone: "Europe/Stockholm",
  intervalSec: 10,
  workload: { kind: "ss7" },
  hosts: [{ name: "host1", pcpus: 16 }],
  cases: [
    {
      loadReqPerSec: 750,
      from: "2013-05-25T13:11:02",
      to: "2013-05-25T13:12:12",
      cpu: [{ host: "host1", role: "active", file: "CPU.txt", startedAt: "2013-05-25T13:11:02" }],
    },
  ],
};
const [first] = whole.cases;

test("parseDescription · tells all that is wrong at once, with path, value and what is allowed", () => {
  const wrong = {
    ...whole,
    platform: "vmware",
    hardware: "fast",
    timezone: "Europe/Stokholm",
    cases: [{ ...first, from: "25.5.2013 13:11", lood: 5 }],
  };
  expect(() => parseDescription("description.yaml", wrong)).toThrow(
    [
      "description.yaml: 5 problems; nothing has been changed.",
      '  platform: is "vmware"; it must be one of bare, kvm, xen, container.',
      '  hardware: is "fast"; it must be one of real, emulated.',
      '  timezone: is "Europe/Stokholm"; it must be an IANA time zone such as Europe/Stockholm or UTC.',
      '  cases[0].from: is "25.5.2013 13:11"; it must be a local time with a date that exists, like 2013-04-25T15:24:41.',
      "  cases[0].lood: is the number 5, but there is no such key; remove it, or move it to its level. Known here: loadReqPerSec, repetition, from, to, cpu, application, hops.",
    ].join("\n"),
  );
});

test("parseDescription · tells all that contradicts itself at once", () => {
  const wrong = {
    ...whole,
    hosts: [{ name: "host1" }],
    cases: [
      { ...first, to: "2013-05-25T13:11:02", cpu: [{ host: "host1", role: "active", file: "CPU.txt" }] },
      { ...first, cpu: [], hops: [{ guest: "a1", cluster: "a", source: "host1", destination: "host3" }] },
    ],
  };
  expect(() => parseDescription("description.yaml", wrong)).toThrow(
    [
      "description.yaml: 7 problems; nothing has been changed.",
      "  cases: has load 750 repetition 1 twice; count the repetitions of a load from 1.",
      "  cases[0].to: is 2013-05-25T13:11:02; it must be later than from, 2013-05-25T13:11:02.",
      "  cases[0].cpu[0].startedAt: is missing; xentop prints no times: give that of its first sample.",
      "  hosts[0].pcpus: is missing; xentop gives shares of one pCPU: say how many the host has.",
      "  cases[1]: has no recording; give cpu, application or both.",
      '  cases[1].hops[0].destination: is "host3", but hosts has host1; correct either.',
      "  cases[1].hops[0]: has no times; give duration, or both began and ended.",
    ].join("\n"),
  );
});

test("parseDescription · refuses a day that no calendar has", () => {
  const wrong = { ...whole, cases: [{ ...first, from: "2013-02-30T13:11:02" }] };
  expect(() => parseDescription("description.yaml", wrong)).toThrow(
    'cases[0].from: is "2013-02-30T13:11:02"; it must be a local time with a date that exists, like 2013-04-25T15:24:41.',
  );
});
