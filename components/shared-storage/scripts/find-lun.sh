#!/bin/bash
# Finds a LUN by its WWID and prints its device path and its size in bytes. With more than one path only the multipath map
# will do. Input: WWID; BOOT_ID makes it run again after a reboot. Changes nothing, so it may run twice; nothing to undo.
: "${WWID:?}"
shopt -s nullglob

paths=0
for size in /sys/block/sd*/device/wwid; do
  read -r found < "$size" || continue
  [[ $found == "naa.$WWID" ]] && ((paths += 1))
done

map=/dev/disk/by-id/dm-uuid-mpath-3$WWID
device=/dev/disk/by-id/wwn-0x$WWID
if [[ -b $map ]]; then
  device=$map
elif ((paths > 1)); then
  echo "LUN $WWID has $paths paths on $HOSTNAME but no multipath map. Install multipath-tools (dnf: device-mapper-multipath) and start multipathd." >&2
  exit 1
elif [[ ! -b $device ]]; then
  echo "LUN $WWID is not on $HOSTNAME: $device does not exist. Check the zoning and the WWID in the inventory, then rescan the SCSI hosts." >&2
  exit 1
fi
echo "$device $(blockdev --getsize64 "$device")"
