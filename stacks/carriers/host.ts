/** The hosts themselves carry the application, in a share of theirs that is as large as a guest's would be. */
import * as pulumi from "@pulumi/pulumi";
import { workloadSlice } from "../../components/host/slice-limits.ts";
import { shareAtHome } from "../shares.ts";
import { buildHostShares, type BuildCarriers } from "./carrier.ts";

export const build: BuildCarriers = ({ plan, shares }, hosts) => {
  const given = buildHostShares(plan, hosts, (host) =>
    shares.apply((known) => shareAtHome(known, { name: host, host }).pins),
  );
  return {
    carriers: Object.fromEntries(
      hosts.map(({ name, target, bootId }) => [name, { target, bootId, slice: given.has(name) ? workloadSlice : "" }]),
    ),
    guestHostKeys: pulumi.output<Record<string, string>>({}),
    resources: [...hosts.map(({ component }) => component), ...given.values()],
  };
};
