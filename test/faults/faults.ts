/** The table of faults that a testbed is harmed by, in the order in which they are tried. */
import type { Fault } from "./fault.ts";
import { linkFaults } from "./link-faults.ts";
import { powerFaults } from "./power-faults.ts";
import { storageFaults } from "./storage-faults.ts";

export const faults: readonly Fault[] = [...linkFaults, ...powerFaults, ...storageFaults];
