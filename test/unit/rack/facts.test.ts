import { describe, expect, it } from "vitest";
import { incarnationOf, parseHostFacts, strayOf, type HostFacts } from "../../../rack/facts.ts";
import { hostFacts } from "../../support/host-facts.ts";

const uuid = "3232a021-3396-4053-a0bf-2c233b27a68a";

const guest = { domain: "cb-a1", host: "host1" };
const domain = (isRunning: boolean): HostFacts["domains"] => [{ uuid, name: "cb-a1", isRunning, stalled: null }];

describe("parseHostFacts", () => {
  it("reads what the script prints", () => {
    expect(parseHostFacts("host1", JSON.stringify(hostFacts()))).toEqual(hostFacts());
  });

  it("reads the lease's own text, and names its file where that text is no lease", () => {
    const lease = { version: 2, stack: "kvm-6core", clone: "c", holder: "me@here", since: "now", boot: "b" };
    const read = (text: string) =>
      parseHostFacts("host1", JSON.stringify({ ...hostFacts(), lease: text, unreadable: ["/other"] }));
    expect(read(JSON.stringify(lease))).toMatchObject({ lease, unreadable: ["/other"] });
    expect(read('{"stack":"}')).toMatchObject({ lease: null, unreadable: ["/other", "/var/lib/crossbed/lease.json"] });
  });

  it("names the host whose answer is cut short, and the field that is wrong", () => {
    expect(() => parseHostFacts("host1", '{"version":1,')).toThrow(
      "host1: its facts are not JSON. Run rack/scripts/facts.sh on the host by hand to see its answer.",
    );
    expect(() => parseHostFacts("host1", JSON.stringify({ ...hostFacts(), pcpus: 0 }))).toThrow(
      "host1: its facts are wrong at pcpus. Run rack/scripts/facts.sh on the host by hand to see its answer.",
    );
  });
});

describe("incarnationOf", () => {
  it("counts the start to come while the guest runs nowhere, and the recorded one while it runs", () => {
    const guests = [{ domain: "cb-a1", incarnation: 3, uuid, isReadable: true }];
    expect(incarnationOf(guest, { host1: hostFacts() })).toBe(1);
    expect(incarnationOf(guest, { host1: hostFacts({ guests, domains: domain(false) }) })).toBe(4);
    expect(incarnationOf(guest, { host1: hostFacts({ guests, domains: domain(true) }) })).toBe(3);
    // One that is paused does not run: its disk had no room.
    const paused = domain(true).map(({ uuid }) => uuid);
    expect(incarnationOf(guest, { host1: hostFacts({ guests, domains: domain(true), paused }) })).toBe(4);
  });

  it("counts no new start for a guest that runs on another host", () => {
    const guests = [{ domain: "cb-a1", incarnation: 3, uuid, isReadable: true }];
    expect(incarnationOf(guest, { host1: hostFacts({ guests }), host2: hostFacts({ domains: domain(true) }) })).toBe(3);
  });
});

describe("strayOf", () => {
  it("is nothing where the record of its start is lost: the definition may be at work", () => {
    const guests = [{ domain: "cb-a1", incarnation: 0, uuid: null, isReadable: false }];
    expect(strayOf(guest, { host1: hostFacts({ domains: domain(true), guests }) })).toBe("");
  });

  it.each([false, true])("finds a definition whose start was never recorded (it runs: %s)", (isRunning) => {
    expect(strayOf(guest, { host1: hostFacts({ domains: domain(isRunning) }) })).toBe(uuid);
  });

  it("finds one that took the place of the definition that was started before", () => {
    const guests = [{ domain: "cb-a1", incarnation: 1, uuid: "another", isReadable: true }];
    expect(strayOf(guest, { host1: hostFacts({ domains: domain(false), guests }) })).toBe(uuid);
  });

  it.each([false, true])("finds none in a guest whose start was recorded (it runs: %s)", (isRunning) => {
    const guests = [{ domain: "cb-a1", incarnation: 1, uuid, isReadable: true }];
    expect(strayOf(guest, { host1: hostFacts({ domains: domain(isRunning), guests }) })).toBe("");
  });

  it("finds none where nothing is", () => {
    expect(strayOf(guest, { host1: hostFacts({ domains: [] }) })).toBe("");
    expect(strayOf(guest, {})).toBe("");
  });
});
