/** A clone of the project, and what lies where in it. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** This clone's directory: the one that holds Pulumi.yaml. */
export const project = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** What Crossbed keeps for itself in a clone: state, keys, records of racks; ignored by git. */
export const stateDirectory = (clone: string): string => join(clone, ".crossbed");

/** Folder of results, with a folder in it for each stack's runs. */
export const resultsDirectory = (clone: string): string => join(clone, "results");
