#!/bin/bash
# Mounts OCFS2 from the shared LUN, until the next reboot only. Its members find each other by their heartbeats on the LUN
# itself. Adds the slots that later members lack, which OCFS2 does not allow while any host has it mounted.
# Input: DEVICE, MOUNT, MEMBERS; BOOT_ID. Undone by unmount.sh; slots stay. Runs twice: a mounted LUN is left as it is.
: "${DEVICE:?}" "${MOUNT:?}" "${MEMBERS:?}"
slots=$(tunefs.ocfs2 -Q '%N' "$DEVICE")
too_few() {
  echo "OCFS2 on $DEVICE ($HOSTNAME) has room for $slots hosts, but $MEMBERS must mount it. OCFS2 gets more room only while no host has it mounted: take the stack down (npx pulumi destroy; what is on the LUN stays), then bring it up." >&2
  exit 1
}
if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  if ! [[ $mounted -ef $DEVICE ]]; then
    echo "$mounted is mounted at $MOUNT on $HOSTNAME, where $DEVICE belongs. Run there: umount $MOUNT" >&2
    exit 1
  fi
  ((slots >= MEMBERS)) || too_few
  exit 0
fi
# It asks the cluster whether somebody has it mounted.
((slots >= MEMBERS)) || tunefs.ocfs2 -y -N "$MEMBERS" "$DEVICE" || too_few
mkdir -p "$MOUNT"
mount -t ocfs2 -o noatime "$DEVICE" "$MOUNT"
