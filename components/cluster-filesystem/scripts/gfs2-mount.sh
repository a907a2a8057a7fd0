#!/bin/bash
# Mounts GFS2 from the shared LUN, until the next reboot only, and only when corosync sees every member: hosts that mount
# while each is alone destroy the file system. Input: DEVICE, MOUNT, MEMBERS; BOOT_ID. Undone by unmount.sh.
# Runs twice: a mounted LUN is left as it is.
: "${DEVICE:?}" "${MOUNT:?}" "${MEMBERS:?}"

if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  [[ $mounted -ef $DEVICE ]] && exit 0
  echo "$MOUNT on $HOSTNAME is taken by $mounted, not by $DEVICE. Unmount it." >&2
  exit 1
fi
seen=$(corosync-quorumtool -l -i | grep -cE '^ *[0-9]+ +[0-9]+' || true)
if ((seen < MEMBERS)); then
  echo "GFS2 is not mounted: corosync on $HOSTNAME sees $seen of $MEMBERS members. Bring the others back and run up again." >&2
  exit 1
fi
modprobe gfs2
mkdir -p "$MOUNT"
mount -t gfs2 -o noatime "$DEVICE" "$MOUNT"
