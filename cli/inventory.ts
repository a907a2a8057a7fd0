/** `crossbed inventory`: drafts the inventory of real hosts from what they say, for a person to complete. Changes nothing on them. */
import { accessSync, constants } from "node:fs";
import { isIPv4 } from "node:net";
import { resolve } from "node:path";
import { Command } from "commander";
import { CrossbedError, invalidInput, type Problem } from "../base/errors.ts";
import { namePattern } from "../base/names.ts";
import { greatestPort, sshPort } from "../base/ports.ts";
import { askMachines, type Endpoint } from "../stacks/draft/ask.ts";
import { renderDraft } from "../stacks/draft/render.ts";

interface InventoryOptions {
  readonly simulator: string[];
  readonly key: string;
  readonly name: string;
}

export function inventoryCommand(): Command {
  return new Command("inventory")
    .description(
      "draft the inventory of real hosts from what they say over ssh, for a person to complete; changes nothing",
    )
    .argument("<host...>", "addresses of the hosts: 192.0.2.11, or 192.0.2.11:2222")
    .option("--simulator <address...>", "addresses of the machines of the load generators", [])
    .requiredOption("--key <file>", "private key by which root of every machine is reached")
    .option("--name <rack>", "the rack's name", "rack")
    .action(async (hosts: string[], options: InventoryOptions) => {
      const { endpoints, simulators } = checkedArguments(hosts, options);
      const machines = await askMachines([...endpoints, ...simulators], resolve(options.key));
      const { text, empty } = renderDraft(machines.slice(0, endpoints.length), machines.slice(endpoints.length), {
        rack: options.name,
        privateKeyFile: resolve(options.key),
      });
      process.stdout.write(text);
      process.stderr.write(
        `${String(empty)} places are left empty, each with what to write; compare the host keys, then: crossbed plan STACK\n`,
      );
    });
}

/** @throws CrossbedError `invalid_input` with every wrong argument. */
function checkedArguments(
  hosts: readonly string[],
  { simulator, key, name }: InventoryOptions,
): { readonly endpoints: Endpoint[]; readonly simulators: Endpoint[] } {
  const problems: Problem[] = [];
  const endpointOf = (text: string): Endpoint => {
    const [address = "", port = String(sshPort), ...more] = text.split(":");
    const isPort = /^[1-9]\d{0,4}$/.test(port) && Number(port) <= greatestPort;
    if (!isIPv4(address) || !isPort || more.length > 0) {
      problems.push({
        path: text,
        message: `give an IPv4 address, and a port if it is not ${String(sshPort)}: 192.0.2.11, 192.0.2.11:2222`,
      });
    }
    return { address, port: Number(port) };
  };
  const endpoints = hosts.map(endpointOf);
  const simulators = simulator.map(endpointOf);
  for (const text of new Set([...hosts, ...simulator])) {
    if ([...hosts, ...simulator].filter((other) => other === text).length > 1)
      problems.push({ path: text, message: "is named twice" });
  }
  if (!namePattern.test(name))
    problems.push({ path: `--name ${name}`, message: "must be a lower-case DNS label, like rack-12" });
  if (problems.length > 0) throw invalidInput("crossbed inventory", problems);
  try {
    accessSync(key, constants.R_OK);
  } catch (cause) {
    throw new CrossbedError("invalid_input", "no private key can be read there.", {
      where: `--key ${key}`,
      hint: "Give the file of the private key whose public half is in root's authorized_keys on every machine.",
      cause,
    });
  }
  return { endpoints, simulators };
}
