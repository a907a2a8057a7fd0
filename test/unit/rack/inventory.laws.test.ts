import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { parseInventory } from "../../../rack/inventory.ts";

interface Card {
  network: string;
  mac: string;
  address: string;
}
interface Machine {
  name: string;
  ssh: { address: string; port?: number; hostKey: string };
  interfaces: Card[];
}
interface Network {
  name: string;
  role: string;
  subnet: string;
  guestAddresses?: { first: string; count: number };
}

const octet = (value: number): string => value.toString(16).padStart(2, "0");

/** A rack of 2 to 5 hosts, 1 to 3 simulators, 1 or 2 traffic networks and 1 to 4 interconnects. */
function documentOf(hosts: number, simulators: number, traffic: number, interconnects: number, guests: number) {
  const roles = [
    "management",
    ...Array<string>(traffic).fill("traffic"),
    ...Array<string>(interconnects).fill("interconnect"),
    "migration",
  ];
  const networks = roles.map((role, index): Network => {
    const subnet = `10.${String(index + 1)}.0`;
    const guestAddresses = { first: `${subnet}.101`, count: guests };
    return {
      name: `net${String(index)}`,
      role,
      subnet: `${subnet}.0/24`,
      ...(role === "migration" ? {} : { guestAddresses }),
    };
  });
  const machine = (name: string, id: number, cards: readonly Network[]): Machine => ({
    name,
    ssh: { address: `10.1.0.${String(id)}`, hostKey: `ssh-ed25519 AAAAC3Nz${String(id)}` },
    interfaces: cards.map((network, index) => ({
      network: network.name,
      mac: `52:54:00:00:${octet(index)}:${octet(id)}`,
      address: network.subnet.replace("0/24", String(id)),
    })),
  });
  return {
    version: 1,
    name: "rack",
    emulated: false,
    ssh: { user: "root", privateKeyFile: "/root/.ssh/id" },
    networks,
    hosts: Array.from({ length: hosts }, (_, index) => ({
      ...machine(`host${String(index)}`, 11 + index, networks),
      pcpus: 16,
      memoryMiB: 49_152,
    })),
    simulators: Array.from({ length: simulators }, (_, index) =>
      machine(`sim${String(index)}`, 51 + index, networks.slice(0, 1 + traffic)),
    ),
    luns: [
      { role: "kvm", wwid: "600140500000000000000000000000a1", sizeGiB: 270 },
      { role: "backup", wwid: "600140500000000000000000000000a3", sizeGiB: 680 },
    ],
    guestImage: {
      file: "guest.raw",
      sha256: "0".repeat(64),
      kernel: "vmlinuz",
      initrd: "initrd.img",
      commandLine: "root=LABEL=guest ro",
    },
    scale: { cores: 1, memory: 1, load: 1, time: 1 },
  };
}

type Document = ReturnType<typeof documentOf>;

const documents = fc
  .tuple(
    fc.integer({ min: 2, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom(1, 2),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 154 }),
  )
  .map((sizes) => documentOf(...sizes));

/** Puts a value at a path such as `hosts[1].name`; every step but the last must be there. */
function put(document: Document, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  const last = steps.pop() ?? "";
  const holder = steps.reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], document);
  (holder as Record<string, unknown>)[last] = value;
}

/** What each slip puts where, and what of it the problem must repeat. */
const slips: readonly [path: string, value: unknown, found?: string, at?: string][] = [
  ["name", "Rack"],
  ["name", 123, "the number 123"],
  ["name", { secure: "v1:x" }, "a secret"],
  ["emulated", "yes"],
  ["version", 2, "the number 2"],
  ["hostz", 1, "the number 1"],
  ["ssh.user", "admin"],
  ["ssh.privateKeyFile", "~/.ssh/id"],
  ["networks[0].subnet", "10.1.0.0/31"],
  ["networks[0].subnet", "10.1.0.0/7"],
  ["networks[0].subnet", "10.1.0.5/24"],
  ["networks[0].subnet", "10.1.0.0"],
  ["networks[0].subnet", "224.1.0.0/24"],
  ["networks[0].subnet", "127.0.0.0/24"],
  ["networks[1].subnet", "10.1.0.0/25"],
  ["networks[1].subnet", "10.0.0.0/8"],
  ["networks[1].name", "net0"],
  ["networks[1].name", "network-too-long"],
  ["networks[1].role", "trafic"],
  ["networks[0].guestAddresses.first", "10.1.0.0"],
  ["networks[0].guestAddresses.first", "10.1.0.255"],
  ["networks[0].guestAddresses.first", "10.1.1.1"],
  ["networks[0].guestAddresses.count", 155, "155"],
  ["networks[0].guestAddresses.count", 0, "the number 0"],
  ["networks[0].guestAddresses.count", 1e9, "1000000000"],
  ["networks[0].guestAddresses", { first: "10.1.0.10", count: 2 }, "10.1.0.10"],
  ["hosts[1].name", "host0"],
  ["hosts[1].name", "a1"],
  ["hosts[1].name", "b2"],
  ["hosts[1].name", "localhost"],
  ["simulators[0].name", "host1"],
  ["hosts[1].ssh.address", "10.1.0.11", "10.1.0.11", "hosts[1].ssh"],
  ["hosts[1].ssh.address", "10.1.0.255"],
  ["hosts[1].ssh.address", "0.0.0.0"],
  ["hosts[1].ssh.address", "224.0.0.1"],
  ["hosts[1].ssh.port", 65_536, "65536"],
  ["hosts[1].ssh.hostKey", "AAAA"],
  ["hosts[1].interfaces[1].mac", "01:54:00:00:00:01"],
  ["hosts[1].interfaces[1].mac", "00:00:00:00:00:00"],
  ["hosts[1].interfaces[1].mac", "ff:ff:ff:ff:ff:ff"],
  ["hosts[1].interfaces[1].mac", "52:54:00:AA:00:01"],
  ["hosts[1].interfaces[1].mac", "52:54:00:00:01:0b"],
  ["hosts[1].interfaces[1].address", "10.2.0.0"],
  ["hosts[1].interfaces[1].address", "10.2.0.255"],
  ["hosts[1].interfaces[1].address", "10.9.0.12"],
  ["hosts[1].interfaces[1].address", "10.2.0.11"],
  ["hosts[1].interfaces[1].network", "net0"],
  ["hosts[1].interfaces[1].network", "nowhere"],
  ["hosts[1].pcpus", 0, "the number 0"],
  ["hosts[1].pcpus", Infinity, "Infinity"],
  ["hosts[1].memoryMiB", NaN, "NaN"],
  ["hosts[1].memoryMiB", "49152"],
  ["hosts[1].memoryMiB", undefined, "missing"],
  ["simulators[0].interfaces", [], "a list of 0"],
  ["luns[1].sizeGiB", 0, "the number 0"],
  ["luns[1].sizeGiB", 1e300, "1e+300"],
  ["luns[1].role", "kvm"],
  ["luns[1].role", "spare"],
  ["luns[1].wwid", "600140500000000000000000000000a1"],
  ["guestImage.file", ".."],
  ["guestImage.sha256", "0"],
  ["scale.time", 1000, "the number 1000"],
  ["scale.load", 1e-300, "1e-300"],
  ["scale.memory", "1/24"],
];

function messageOf(data: unknown): string {
  try {
    parseInventory("rack.yaml", data);
    return "";
  } catch (error) {
    if (error instanceof CrossbedError && error.code === "invalid_input") return error.message;
    throw error;
  }
}

describe("parseInventory, whatever the rack", () => {
  it("accepts every rack that is right", () => {
    fc.assert(fc.property(documents, (document) => messageOf(document) === ""));
  });

  it.each(slips)("finds one problem, at its path and with what was found, when %s is %j", (path, value, found, at) => {
    fc.assert(
      fc.property(documents, (document) => {
        put(document, path, value);
        const [head, problem, ...more] = messageOf(document).split("\n");
        expect(head).toBe("rack.yaml: 1 problem; nothing has been changed.");
        expect(problem?.startsWith(`  ${at ?? path}: `) || problem?.startsWith(`  ${path}.`), problem).toBe(true);
        expect(problem?.includes(found ?? String(value)), problem).toBe(true);
        expect(problem).not.toMatch(/Invalid|pattern|undefined|\/\^/);
        expect(more).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it.each(["hosts", "simulators"] as const)("names the network that a machine of %s has no card on", (kind) => {
    fc.assert(
      fc.property(documents, fc.nat(), (document, which) => {
        const needed = document.networks.filter(
          ({ role }) => role !== "migration" && (kind === "hosts" || role !== "interconnect"),
        );
        const { name, role } = needed[which % needed.length] ?? { name: "", role: "" };
        const [machine] = document[kind];
        if (machine === undefined) throw new Error(`the document has ${kind}`);
        const cards = machine.interfaces.filter((card) => card.network !== name);
        machine.interfaces = cards;
        // A machine of no card at all is refused by the list's length.
        fc.pre(cards.length > 0);
        expect(messageOf(document)).toBe(
          "rack.yaml: 1 problem; nothing has been changed.\n" +
            `  ${kind}[0].interfaces: is on ${cards.map(({ network }) => network).join(", ")}; add a card on ${name} (${role}).`,
        );
      }),
    );
  });

  it("answers anything in any place with words, and never with another error", () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, maxDepth: 3 });
    const paths = fc.constantFrom(...slips.map(([path]) => path));
    fc.assert(
      fc.property(documents, paths, anything, (document, path, value) => {
        put(document, path, value);
        expect(messageOf(document)).not.toMatch(/Invalid|must match|\[object/);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.anything(), (data) => messageOf(data) !== ""));
  });

  it.each<[what: string, data: () => unknown]>([
    ["keys", () => Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`k${String(index)}`, 1]))],
    ["hosts", () => ({ hosts: Array.from({ length: 300_000 }, () => ({})) })],
    ["levels", () => Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 0)],
    [
      "aliases of aliases",
      () => Array.from({ length: 60 }).reduce<unknown>((inner) => Array<unknown>(9).fill(inner), 0),
    ],
    [
      "circles",
      () => {
        const circle: Record<string, unknown> = {};
        return Object.assign(circle, { circle });
      },
    ],
  ])("refuses a document of too many %s in one line", (_, data) => {
    expect(messageOf(data())).toBe(
      "rack.yaml: 1 problem; nothing has been changed.\n  (document): has more than 20000 values, or more than 32 levels; " +
        "remove what does not belong in it.",
    );
  });
});
