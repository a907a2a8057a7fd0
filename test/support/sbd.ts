/** A stand-in for sbd(8) on a file: its header at the start, slots beside it; hosts that read their slot are those in `DEVICE.readers`. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Answers and statuses are those of sbd 1.5.2: `ping` always ends with 0, and a `message` to nobody with 1. It waits for nothing. */
const program = `#!/bin/bash
device='' watchdog=5 msgwait=10
while (($#)); do
  case $1 in
    -d) device=$2; shift 2 ;;
    -1) watchdog=$2; shift 2 ;;
    -4) msgwait=$2; shift 2 ;;
    *) break ;;
  esac
done
slots=$device.slots
echo "$*" >> "$device.asked"
read -r magic uuid at_watchdog at_msgwait <<< "$(head -c 256 "$device" 2> /dev/null | tr -d '\\0')"
failed() { echo 'sbd failed; please check the logs.' >&2; exit 1; }
# put NAME MESSAGE
put() { sed -i -E "s/^([0-9]+\\t$1\\t).*/\\1$2\\thost1/" "$slots"; }
if [[ $1 == create ]]; then
  printf 'SBD_SBD_ uuid-%s-%s %s %s\\n' "$watchdog" "$msgwait" "$watchdog" "$msgwait" | dd of="$device" conv=notrunc status=none
  : > "$slots"
  echo "Initializing device $device"
  exit
fi
[[ $magic == SBD_SBD_ ]] || { echo "== disk $device unreadable!" >&2; failed; }
case $1 in
  dump)
    printf 'Header version     : 2.1\\nUUID               : %s\\nNumber of slots    : 255\\nSector size        : 512\\n' "$uuid"
    printf 'Timeout (watchdog) : %s\\nTimeout (allocate) : 2\\nTimeout (loop)     : 1\\nTimeout (msgwait)  : %s\\n' "$at_watchdog" "$at_msgwait"
    ;;
  list) cat "$slots" ;;
  ping)
    put "$2" test
    if grep -qx "$2" "$device.readers" 2> /dev/null; then put "$2" clear; fi
    ;;
  message)
    grep -q $'\\t'"$2"$'\\t' "$slots" || failed
    put "$2" "$3"
    if [[ -e $device.overwritten ]]; then put "$2" test; fi
    ;;
esac
exit 0
`;

/** Puts it into a directory of stand-ins. */
export function standInForSbd(bin: string): void {
  writeFileSync(join(bin, "sbd"), program);
  chmodSync(join(bin, "sbd"), 0o755);
}
