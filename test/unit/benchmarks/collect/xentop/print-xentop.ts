/** Prints samples as xentop of a release does with given options: written from the formats in its source, release by release. */

export const releases = ["3.4", "4.1", "4.4", "4.5", "4.13", "4.19", "4.21"] as const;
export type Release = (typeof releases)[number];

export interface Domain {
  readonly name: string;
  /** As six characters: dying, shut down, blocked, crashed, paused, running. */
  readonly state: string;
  readonly cpuSec: number;
  /** In tenths of a percent. */
  readonly cpuTenths: number;
  readonly memKiB: number;
  /** Undefined: no limit. */
  readonly maxMemKiB?: number | undefined;
  readonly vcpus: number;
  readonly nets: number;
  readonly netTxKiB: number;
  readonly netRxKiB: number;
  readonly vbds: number;
  /** Undefined: the disks' figures cannot be had. */
  readonly vbd?:
    | { readonly oo: number; readonly rd: number; readonly wr: number; readonly rsect: number; readonly wsect: number }
    | undefined;
  readonly ssid: number;
}

export interface Options {
  readonly fullName?: boolean;
  readonly vcpus?: boolean;
  readonly networks?: boolean;
  readonly vbds?: boolean;
  readonly repeatHeader?: boolean;
  readonly pcpus?: boolean;
  readonly dom0First?: boolean;
}

const totalKiB = 50_331_648;
/** 405 for 4.5. */
export const numberOf = (release: Release): number =>
  Number(release.split(".")[0]) * 100 + Number(release.split(".")[1]);

/** `%*s` of C: by bytes. */
function pad(text: string | number, width: number): string {
  const bytes = Buffer.byteLength(String(text));
  return " ".repeat(Math.max(0, width - bytes)) + String(text);
}

/** `%10.10s` of C, read as UTF-8 afterwards. */
function cutName(name: string): string {
  return pad10(Buffer.from(name).subarray(0, 10));
}

function pad10(bytes: Buffer): string {
  return " ".repeat(10 - bytes.length) + bytes.toString("utf8");
}

function share(ofKiB: number, width: number): string {
  return pad(((ofKiB / totalKiB) * 100).toFixed(1), width);
}

/** Text of a whole recording. NAME's width only ever grows, the others' begin anew with each sample. */
export function printXentop(samples: readonly (readonly Domain[])[], release: Release, options: Options = {}): string {
  const since = numberOf(release);
  let nameWidth = 10;
  let text = "";
  for (const domains of samples) {
    const sorted = inOrder(domains, options.dom0First === true && since >= 419);
    const widest = (base: number, of: (domain: Domain) => number): number =>
      since < 405 ? base : Math.max(base, ...sorted.map((each) => String(of(each) + 1).length));
    if (options.fullName === true && since >= 405) {
      nameWidth = Math.max(nameWidth, ...sorted.map(({ name }) => Buffer.byteLength(name)));
    }
    const columns: [string, number, (domain: Domain) => string | number][] = [
      ["NAME", nameWidth, ({ name }) => (options.fullName === true ? name : cutName(name))],
      ["STATE", 6, ({ state }) => state],
      ["CPU(sec)", 10, ({ cpuSec }) => cpuSec],
      ["CPU(%)", 6, ({ cpuTenths }) => (cpuTenths / 10).toFixed(1)],
      ["MEM(k)", 10, ({ memKiB }) => memKiB],
      ["MEM(%)", 6, ({ memKiB }) => share(memKiB, 6)],
      ["MAXMEM(k)", 10, ({ maxMemKiB }) => maxMemKiB ?? "no limit"],
      ["MAXMEM(%)", 9, ({ maxMemKiB }) => (maxMemKiB === undefined ? "n/a" : share(maxMemKiB, 9))],
      ["VCPUS", 5, ({ vcpus }) => vcpus],
      ["NETS", 4, ({ nets }) => nets],
      ["NETTX(k)", widest(8, ({ netTxKiB }) => netTxKiB), ({ netTxKiB }) => netTxKiB],
      ["NETRX(k)", widest(8, ({ netRxKiB }) => netRxKiB), ({ netRxKiB }) => netRxKiB],
      ["VBDS", 4, ({ vbds }) => vbds],
      ["VBD_OO", 8, ({ vbd }) => vbd?.oo ?? "-"],
      ["VBD_RD", widest(8, ({ vbd }) => vbd?.rd ?? 0), ({ vbd }) => vbd?.rd ?? "-"],
      ["VBD_WR", widest(8, ({ vbd }) => vbd?.wr ?? 0), ({ vbd }) => vbd?.wr ?? "-"],
      ...(since < 400
        ? []
        : ([
            ["VBD_RSECT", widest(10, ({ vbd }) => vbd?.rsect ?? 0), ({ vbd }) => vbd?.rsect ?? "-"],
            ["VBD_WSECT", widest(10, ({ vbd }) => vbd?.wsect ?? 0), ({ vbd }) => vbd?.wsect ?? "-"],
          ] as [string, number, (domain: Domain) => string | number][])),
      ["SSID", 4, ({ ssid }) => ssid],
    ];
    const heading = `${columns.map(([title, width]) => pad(title, width)).join(" ")}\n`;
    for (const [index, domain] of sorted.entries()) {
      if (index === 0 || options.repeatHeader === true) text += heading;
      text += `${columns.map(([, width, value]) => pad(value(domain), width)).join(" ")}\n`;
      if (options.vcpus === true) text += vcpuLines(domain);
      if (options.networks === true) text += networkLines(domain);
      if (options.vbds === true) text += vbdLines(domain);
    }
    if (options.pcpus === true && since >= 421) text += pcpuTable;
  }
  return text;
}

/** By strcasecmp, as `compare_name` does. */
export function inOrder(domains: readonly Domain[], dom0First: boolean): Domain[] {
  const key = ({ name }: Domain): string =>
    Buffer.from(name.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase())).toString("latin1");
  const rank = (domain: Domain): string => (dom0First && domain.name === "Domain-0" ? "" : `x${key(domain)}`);
  return domains.toSorted((left, right) => (rank(left) < rank(right) ? -1 : Number(rank(left) > rank(right))));
}

function vcpuLines({ vcpus, cpuSec }: Domain): string {
  let text = "VCPUs(sec): ";
  for (let vcpu = 0; vcpu < vcpus; vcpu += 1) {
    if (vcpu !== 0 && vcpu % 5 === 0) text += "\n        ";
    text += ` ${pad(vcpu, 2)}: ${pad(Math.floor(cpuSec / vcpus), 10)}s`;
  }
  return `${text}\n`;
}

function networkLines({ nets, netTxKiB, netRxKiB }: Domain): string {
  const half = (kib: number): string => `${pad(kib * 1024, 8)}bytes ${pad(12, 8)}pkts ${pad(0, 8)}err ${pad(3, 8)}drop`;
  const line = (net: number): string => `Net${String(net)} RX: ${half(netRxKiB)}  TX: ${half(netTxKiB)}\n`;
  return Array.from({ length: nets }, (_, net) => line(net)).join("");
}

function vbdLines({ vbds, vbd }: Domain): string {
  const of = (value: number | undefined, width: number): string => pad(value ?? "-", width);
  const line =
    `VBD BlkBack 51712 [ca: 0]  OO: ${of(vbd?.oo, 8)}   RD: ${of(vbd?.rd, 8)}   WR: ${of(vbd?.wr, 8)}` +
    `   RSECT: ${of(vbd?.rsect, 10)}   WSECT: ${of(vbd?.wsect, 10)}\n`;
  return line.repeat(vbds);
}

const pcpuTable =
  "\nPhysical CPU Usage:\n+-------+--------+\n| Core  | Usage  |\n+-------+--------+\n" +
  "| 0     |  12.3% |\n| 100   | 100.0% |\n| 101   |   inf% |\n+-------+--------+\n";
