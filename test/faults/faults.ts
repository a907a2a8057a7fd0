/** The table of faults that a testbed is harmed by, in the order in which they are tried. */
import type { Fault } from "./fault.ts";
import { killedCommands } from "./killed-commands.ts";
import { linkFaults } from "./link-faults.ts";
import { migrationFaults } from "./migration-faults.ts";
import { powerFaults } from "./power-faults.ts";
import { rivals } from "./rivals.ts";
import { storageFaults } from "./storage-faults.ts";
import { thisMachine } from "./this-machine.ts";

export const faults: readonly Fault[] = [
  ...linkFaults,
  ...powerFaults,
  ...storageFaults,
  ...migrationFaults,
  ...rivals,
  ...thisMachine,
  ...killedCommands,
];
