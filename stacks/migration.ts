/** What live migration needs to know of a testbed, for the benchmark and for `crossbed home`. */
import type { MigrationPlan } from "../benchmarks/run/request.ts";
import type { Inventory } from "../rack/inventory.ts";
import type { TestbedPlan } from "./plan.ts";

/** Undefined on bare metal, where nothing can move. Without a migration network memory goes over the management network. */
export function planMigration(inventory: Inventory, plan: TestbedPlan): MigrationPlan | undefined {
  const { platform, guests } = plan;
  if (platform === "bare") return undefined;
  return {
    platform,
    hosts: inventory.hosts.map((host) => {
      const addressOn = (role: "management" | "migration"): string | undefined =>
        inventory.networks
          .filter((network) => network.role === role)
          .map((network) => host.interfaces.find((card) => card.network === network.name)?.address)
          .find((address) => address !== undefined);
      const managementAddress = addressOn("management") ?? "";
      return { name: host.name, managementAddress, migrationAddress: addressOn("migration") ?? managementAddress };
    }),
    guests: guests.map(({ name, domain, host, interfaces }) => ({
      name,
      domain,
      host,
      trafficAddress: interfaces.find(({ role }) => role === "traffic")?.address ?? "",
    })),
  };
}
