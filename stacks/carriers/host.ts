/** The hosts themselves carry the application. */
import * as pulumi from "@pulumi/pulumi";
import type { BuildCarriers } from "./carrier.ts";

export const build: BuildCarriers = (_, hosts) => ({
  carriers: Object.fromEntries(hosts.map(({ name, target, bootId }) => [name, { target, bootId }])),
  guestHostKeys: pulumi.output<Record<string, string>>({}),
  resources: hosts.map(({ component }) => component),
});
