/** What live migration needs to know of a testbed, for the benchmark and for `crossbed home`. */
import type { MigrationPlan } from "../benchmarks/run/request.ts";
import { guestAddressOn, type GuestPlan } from "../components/guest/plan.ts";
import { platformOf, type Platform } from "../platforms/index.ts";
import { addressOn } from "../rack/addresses.ts";
import type { Inventory } from "../rack/inventory.ts";

/** Without a migration network, a guest's memory travels over the management network. */
export function planMigration(
  { hosts, networks }: Inventory,
  platform: Platform,
  guests: readonly GuestPlan[],
): MigrationPlan {
  return {
    scheme: platformOf(platform).libvirt?.scheme ?? "",
    hosts: hosts.map((host) => {
      const managementAddress = addressOn(networks, host, "management") ?? "";
      return {
        name: host.name,
        managementAddress,
        migrationAddress: addressOn(networks, host, "migration") ?? managementAddress,
      };
    }),
    guests: guests.map((guest) => ({
      name: guest.name,
      domain: guest.domain,
      host: guest.host,
      trafficAddress: guestAddressOn(guest, "traffic") ?? "",
    })),
  };
}
