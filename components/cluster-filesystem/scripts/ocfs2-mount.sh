#!/bin/bash
# Mounts OCFS2 from the shared LUN, until the next reboot only. Its members find each other by their heartbeats on the LUN
# itself. Input: DEVICE, MOUNT; BOOT_ID. Undone by unmount.sh. Runs twice: a mounted LUN is left as it is.
: "${DEVICE:?}" "${MOUNT:?}"
if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  [[ $mounted -ef $DEVICE ]] && exit 0
  echo "$MOUNT on $HOSTNAME is taken by $mounted, not by $DEVICE. Unmount it." >&2
  exit 1
fi
mkdir -p "$MOUNT"
mount -t ocfs2 -o noatime "$DEVICE" "$MOUNT"
