/** What a host must be told of its peers' fencing devices, to install them or only to ask them. */
import { programInBase64, scriptsBeside } from "../../rack/script.ts";
import { renderDevice, type FencingPlan } from "./plan.ts";

const script = scriptsBeside(import.meta.url);

interface DeviceValues {
  readonly values: Readonly<Record<string, string>>;
  /** As values, too: a machine gets them, and nobody sees them. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** HOSTS, PROGRAM, and for each host of the plan, numbered from 1, its device and password (empty where it has none), as `device-files.sh` reads them. */
export function deviceValues(peers: FencingPlan, passwords: Readonly<Record<string, string>>): DeviceValues {
  const numbered = (name: string, textOf: (device: FencingPlan[number]) => string) =>
    Object.fromEntries(peers.map((device, index) => [`${name}_${String(index + 1)}`, inBase64(textOf(device))]));
  return {
    values: {
      HOSTS: peers.map(({ host }) => host).join(" "),
      PROGRAM: programInBase64(script("fence")),
      ...numbered("DEVICE", renderDevice),
    },
    secrets: numbered("PASSWORD", ({ host }) => passwords[host] ?? ""),
  };
}

export function inBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}
