/** What Pulumi must know of a step that has an undo. */
import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Pulumi replaces by creating first and deleting at the end (`--replace`, and `taint`); both work on one thing of one name here, and the
 * undo would take away what the new step has just made. So the undo comes first.
 */
export function optionsOfStep(undo: unknown, options: CustomResourceOptions): CustomResourceOptions {
  return undo === undefined ? options : { deleteBeforeReplace: true, ...options };
}
