/** What a machine's own survey says for or against a stack: programs, modules, boot entry, security, space, clock. Pure. */
import { distributionOf, installCommand, moduleCure } from "../../platforms/distributions.ts";
import { platformOf, platforms } from "../../platforms/index.ts";
import type { PlatformRecord } from "../../platforms/platform.ts";
import type { HostFacts } from "../../rack/facts.ts";
import type { PlannedHost, TestbedPlan } from "../plan.ts";
import type { Answer } from "./ask.ts";
import type { Finding } from "./finding.ts";
import type { BootProblem, Survey } from "./record.ts";

/** Logs, the workload's files and records of a long run; less, and a run ends with a full disk. */
const leastFreeMiB = 200;

/** Times of two machines are compared within a run; a clock that is further off than this is not kept in time. */
const mostClockErrorSec = 1;

/** Everything that a machine says of itself; `host` where it is one. */
export function machineFindings(
  plan: Pick<TestbedPlan, "platform" | "workload">,
  machine: string,
  answer: Answer,
  host?: { readonly planned: PlannedHost; readonly facts: HostFacts },
): Finding[] {
  const { survey } = answer;
  const own = host === undefined ? [] : hostPackages(host.planned, host.facts.distribution);
  return [
    ...lackFindings(machine, survey, [...own, ...processPackages(plan, machine)], host?.facts),
    ...(host === undefined ? [] : hypervisorFindings(plan, host.planned, host.facts, survey)),
    ...confinementFindings(machine, survey, host?.facts.distribution.id),
    ...stateFindings(machine, answer),
    ...(host?.facts.unreadable ?? []).map((file): Finding => ({
      code: "record",
      severity: "warning",
      machine,
      text: `has a record of Crossbed's that cannot be read: ${file}.`,
      cure: "It was cut by a loss of power; the next update writes it anew.",
    })),
  ];
}

/** Programs and modules that any machine of the stack lacks. `facts` are there where it said which distribution and kernel it runs. */
function lackFindings(
  machine: string,
  { lacksPrograms, lacksModules }: Survey,
  packages: readonly { readonly program: string; readonly package: string | null }[],
  facts?: Pick<HostFacts, "distribution" | "kernel">,
): Finding[] {
  const distribution = facts === undefined ? undefined : distributionOf(facts.distribution);
  // A program that the distribution has no package of is a finding of its own.
  const missing = packages.filter((one) => lacksPrograms.includes(one.program) && one.package !== null);
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            code: "program",
            severity: "stop",
            machine,
            text: `lacks ${missing.map(({ program }) => program).join(", ")}.`,
            cure: `${facts === undefined ? "Install there:" : `Run there: ${installCommand(distribution)}`} ${[...new Set(missing.map((one) => one.package))].join(" ")}`,
          } as const,
        ]),
    ...(lacksModules.length === 0
      ? []
      : [
          {
            code: "module",
            severity: "stop",
            machine,
            text: `has no kernel module ${lacksModules.join(", ")} for the kernel that runs.`,
            cure: moduleCure(distribution, facts?.kernel ?? ""),
          } as const,
        ]),
  ];
}

/** Packages of a host's requirements, as its distribution names them. */
function hostPackages(
  { requirements }: Pick<PlannedHost, "requirements">,
  release: HostFacts["distribution"],
): { program: string; package: string | null }[] {
  const distribution = distributionOf(release) ?? "debian";
  return requirements.map(({ program, packages }) => ({ program, package: packages[distribution] }));
}

function processPackages({ workload }: Pick<TestbedPlan, "workload">, machine: string) {
  return [...workload.services, ...workload.nodes]
    .filter((one) => one.machine === machine)
    .flatMap(({ programs }) => programs);
}

const bootTexts: Readonly<Record<BootProblem, (entry: string, entries: readonly string[]) => [string, string]>> = {
  "no-menu": () => ["has no menu of GRUB (/boot/grub*/grub.cfg).", "Install GRUB there, and run update-grub."],
  "no-entry": (entry, entries) => [
    `has no GRUB entry "${entry}".`,
    entries.length === 0
      ? "Its menu has no entries: run update-grub there."
      : `Correct bootEntries in the inventory; it has: ${entries.join("; ")}`,
  ],
  "ignores-saved": () => [
    "has a menu of GRUB that ignores the saved entry, or one for the next boot alone.",
    "Set GRUB_DEFAULT=saved in /etc/default/grub and run update-grub.",
  ],
  "no-editor": () => ["has no grub-editenv.", "Install grub-common (dnf: grub2-tools-minimal)."],
};

const hypervisorTypeOf = (name: string): string => {
  const record = (platforms as Readonly<Record<string, PlatformRecord>>)[name];
  return record?.boot.hypervisorType ?? "";
};

/** Whether the host can run the platform's hypervisor, and whether we can make it boot that. Where it already runs, the boot entry is only a warning. */
function hypervisorFindings(
  plan: Pick<TestbedPlan, "platform">,
  host: Pick<PlannedHost, "name" | "bootEntry">,
  facts: Pick<HostFacts, "hypervisor">,
  survey: Pick<Survey, "boot" | "bootEntries" | "canVirtualise">,
): Finding[] {
  const { boot } = platformOf(plan.platform);
  const mustRestart = hypervisorTypeOf(facts.hypervisor) !== boot.hypervisorType;
  return [
    ...survey.boot.map((problem): Finding => {
      const [text, cure] = bootTexts[problem](host.bootEntry, survey.bootEntries);
      return { code: "boot-entry", severity: mustRestart ? "stop" : "warning", machine: host.name, text, cure };
    }),
    ...(boot.device === "" || survey.canVirtualise !== false
      ? []
      : [
          {
            code: "virtualisation",
            severity: "stop",
            machine: host.name,
            text: `shows no vmx or svm among its processors' flags, and ${plan.platform} needs ${boot.device}.`,
            cure: "Switch virtualisation on in the firmware (VT-x, AMD-V); in a virtual machine, give it nested virtualisation.",
          } as const,
        ]),
  ];
}

/** Security modules with which Crossbed was tried in force, by the distribution whose profiles those were: the lab's hosts'. */
const triedOn: Readonly<Record<string, string>> = { AppArmor: "debian" };

/** Security modules, which may get in the way without anybody saying so. A machine that carries no guests has no `distribution` here. */
function confinementFindings(
  machine: string,
  { confines }: Pick<Survey, "confines">,
  distribution?: string,
): Finding[] {
  const wasTried = (name: string): boolean =>
    name in triedOn && (distribution === undefined || distribution === triedOn[name]);
  return confines
    .filter((name) => !wasTried(name))
    .map((name) => ({
      code: "confinement",
      severity: "warning",
      machine,
      text: `enforces ${name}: guests' disks and Crossbed's programs there were not tried with it.`,
      cure: `If a step is denied something, look for it in the host's audit log.`,
    }));
}

/** Too little space, and a clock that is not in time. */
function stateFindings(machine: string, { survey, askedSec, answeredSec }: Answer): Finding[] {
  const { freeMiB, nowSec } = survey;
  const early = nowSec === null ? 0 : askedSec - nowSec;
  const late = nowSec === null ? 0 : nowSec - answeredSec;
  const errorSec = Math.max(early, late);
  // Directories of one file system are one finding.
  const tight = [...new Set(Object.values(freeMiB))]
    .filter((free) => free < leastFreeMiB)
    .map((free) => [free, Object.keys(freeMiB).filter((directory) => freeMiB[directory] === free)] as const);
  return [
    ...tight.map(([free, directories]): Finding => ({
      code: "space",
      severity: "stop",
      machine,
      text: `has ${String(free)} MiB free for ${directories.join(", ")}; a run needs ${String(leastFreeMiB)}.`,
      cure: "Free some there.",
    })),
    ...(errorSec <= mostClockErrorSec
      ? []
      : [
          {
            code: "clock",
            severity: "warning",
            machine,
            text: `has a clock that is at least ${errorSec.toFixed(1)} s ${early > late ? "behind" : "ahead of"} this machine's.`,
            cure: "Keep the clocks of all machines in time (chrony): a run compares their times.",
          } as const,
        ]),
  ];
}
