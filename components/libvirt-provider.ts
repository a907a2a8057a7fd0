/** What every provider of libvirt needs besides its address. */
import type * as pulumi from "@pulumi/pulumi";

/**
 * A provider's first creation records the version of the SDK, and every later update that of the plugin which bridges it:
 * without this the second `up` of an unchanged stack would change something.
 */
export const providerOptions: pulumi.CustomResourceOptions = { ignoreChanges: ["version"] };
