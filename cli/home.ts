/**
 * `crossbed home`: brings guests that run away from home, after a migration by hand or a lost runner, back where they belong. `--without`
 * starts those of a host that is off for good on others, as visitors; once it is back, plain `home` ends the ones that cannot move there live.
 */
import { Command } from "commander";
import { bringGuestsHome } from "../benchmarks/run/migration/move.ts";
import { countsAs, planTestbedShares, withShares } from "../stacks/shares.ts";
import { project } from "../base/project.ts";
import { awaitUnlocked } from "../toolchain/live-locks.ts";
import { askConsent } from "./consent.ts";
import { confirmLostHosts } from "./lost-host.ts";
import { lookAtPartOfRack, withMachines, type Rack } from "./rack.ts";
import { endVisitors, startGuestsElsewhere, visitorsWithoutWay } from "./start-elsewhere.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface HomeOptions {
  readonly without?: string;
  readonly yes?: boolean;
}

export function homeCommand(): Command {
  return new Command("home")
    .description("bring guests that run away from home back, live")
    .argument("<stack>")
    .option("--without <host>", "instead, start the guests of a host that is off for good on other hosts")
    .option("--yes", "do not ask before starting or ending a guest")
    .action(async (stack: string, { without, yes = false }: HomeOptions) => {
      // An update of the stack ends and starts the same guests.
      await awaitUnlocked(stack, project, say);
      const rack = await lookAtPartOfRack(stack);
      const lost = await confirmLostHosts(rack);
      if (without !== undefined) {
        await startGuestsElsewhere(rack, { host: without, lost, yes }, say);
        return;
      }
      const visitors = visitorsWithoutWay(rack).map(({ guest, host }) => `${guest.domain} on ${host}`);
      if (visitors.length > 0) {
        await askConsent({ yes }, `End ${visitors.join(", ")}, which cannot move home live? up starts them there.`);
        await endVisitors(rack, say);
        say(`Now: npx crossbed up ${stack}`);
        return;
      }
      const moved = await bringRackHome(rack);
      say(moved === 0 ? "every guest that runs is at home" : `${String(moved)} brought home`);
    });
}

/** Brings every guest of the stack home whose home is among the hosts that answered; returns how many had to move. */
export async function bringRackHome({ inventory, plan, facts }: Rack): Promise<number> {
  if (plan.migration === undefined) return 0;
  const hosts = plan.migration.hosts.filter(({ name }) => name in facts);
  const guests = plan.migration.guests.filter(({ host }) => host in facts);
  const topologies = Object.fromEntries(
    Object.entries(facts).flatMap(([host, seen]) => (countsAs(plan.platform, seen) ? [[host, seen.topology]] : [])),
  );
  const migration = withShares({ ...plan.migration, hosts, guests }, planTestbedShares(plan, topologies));
  return await withMachines(inventory, (remote) => bringGuestsHome(remote, migration, say));
}
