import { expect, test } from "vitest";
import { parseCommand, parseGeneratorConfig } from "../../../../../workloads/ss7/generator/config.ts";

const config = {
  name: "sim-a-1",
  cluster: "a",
  destinationPointCode: 101,
  link: {
    stp: { addresses: ["10.77.1.13"], port: 2905 },
    localAddresses: ["10.77.1.13"],
    pointCode: 201,
    routingContext: 201,
  },
};

test("parseGeneratorConfig · reads a complete configuration", () => {
  expect(parseGeneratorConfig(JSON.stringify(config))).toEqual(config);
});

test("parseGeneratorConfig · lists every problem with its path", () => {
  const link = { ...config.link, pointCode: 20_000, localAddresses: ["sim"], stp: { addresses: [], port: "2905" } };
  expect(() => parseGeneratorConfig(JSON.stringify({ name: "", cluster: "a", link })))
    .toThrowErrorMatchingInlineSnapshot(`
    [CrossbedError: the load generator's configuration: 6 problems; nothing has been changed.
      name: is ""; give a text.
      link.stp.addresses: is []; give a list of IPv4 addresses.
      link.stp.port: is "2905"; give a whole number from 1 to 65535.
      link.localAddresses: is ["sim"]; give a list of IPv4 addresses.
      link.pointCode: is 20000; give a whole number from 1 to 16383.
      destinationPointCode: is missing; give a whole number from 1 to 16383.]
  `);
});

test("parseCommand · reads a run, without start time, and a stop", () => {
  const run = {
    rateReqPerSec: 50,
    arrival: "poisson",
    seed: 1,
    warmUpMs: 0,
    durationMs: 1000,
    intervalMs: 100,
    timeoutMs: 500,
    maxRetransmissions: 0,
  };
  expect(parseCommand(JSON.stringify({ run }))).toEqual({ run });
  expect(parseCommand(JSON.stringify({ run: { ...run, lagWarningMs: 10 } }))).toEqual({
    run: { ...run, lagWarningMs: 10 },
  });
  expect(parseCommand('{"stop": true}')).toEqual({ stop: true });
});

test("parseCommand · refuses what it cannot run", () => {
  expect(() => parseCommand("run!")).toThrow("the load generator's stdin: 1 problem; nothing has been changed.");
  expect(() => parseCommand('{"run": {"rateReqPerSec": 0, "arrival": "burst"}}')).toThrowErrorMatchingInlineSnapshot(`
    [CrossbedError: the load generator's command: 8 problems; nothing has been changed.
      run.rateReqPerSec: is 0; give a number from 0.001 to 1000000.
      run.arrival: is "burst"; give one of constant, poisson.
      run.seed: is missing; give a whole number from 0 to 9007199254740991.
      run.warmUpMs: is missing; give a number from 0 to 86400000.
      run.durationMs: is missing; give a number from 1 to 86400000.
      run.intervalMs: is missing; give a number from 1 to 86400000.
      run.timeoutMs: is missing; give a number from 1 to 86400000.
      run.maxRetransmissions: is missing; give a whole number from 0 to 100.]
  `);
});
