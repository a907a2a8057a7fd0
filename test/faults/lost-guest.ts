/** Gives `up` something to repair: the first guest is ended without a word. */
import { platformOf } from "../../platforms/index.ts";
import type { HarmedLab } from "./fault.ts";

const end = 'read -r uri; read -r domain; exec virsh -q -c "$uri" destroy "$domain"';

export async function loseGuest({ connect, plan }: HarmedLab): Promise<void> {
  const [guest] = plan.guests;
  if (guest === undefined) throw new Error(`${plan.stack} has no guests`);
  const uri = `${platformOf(plan.platform).libvirt?.scheme ?? ""}:///system`;
  await connect((remote) => remote.run(guest.host, end, `${uri}\n${guest.domain}\n`));
}
