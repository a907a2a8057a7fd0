/** How Pulumi marks what is no plain value, in its state as between its processes. Source: github.com/pulumi/pulumi, sdk/go/common/resource. */

/** A mapping with this key (SigKey) is such a value; what it is, the key's value says. */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
export const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";
