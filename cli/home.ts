/** `crossbed home`: guests that run away from home, after a migration by hand or a lost runner, go back where they belong. */
import { Command } from "commander";
import { Mover } from "../benchmarks/run/migration/move.ts";
import { planMigration } from "../stacks/migration.ts";
import { lookAtRack, withHosts, type Rack } from "./rack.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A migration by hand has no window to fit into: only one that hangs is given up. */
const limitSec = 900;

export function homeCommand(): Command {
  return new Command("home")
    .description("bring guests that run away from home back, live")
    .argument("<stack>")
    .action(async (stack: string) => {
      const moved = await bringGuestsHome(await lookAtRack(stack));
      say(moved === 0 ? "every guest that runs is at home" : `${String(moved)} brought home`);
    });
}

/** Brings every guest of the stack home, one after another; returns how many had to move. */
export async function bringGuestsHome({ inventory, plan }: Rack): Promise<number> {
  const migration = planMigration(inventory, plan);
  if (migration === undefined) return 0;
  return await withHosts(inventory, async (remote) => {
    const mover = new Mover(remote, { ...migration, limitSec });
    let moved = 0;
    for (const guest of migration.guests) {
      const from = await mover.bringHome(guest);
      if (from === undefined) continue;
      say(`${guest.domain}: from ${from} home to ${guest.host}`);
      moved += 1;
    }
    return moved;
  });
}
