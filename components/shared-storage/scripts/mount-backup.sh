#!/bin/bash
# Mounts the backup LUN's file system (the whole LUN or its first partition) read-only, until the next reboot only.
# Input: DEVICE, MOUNT, FILE (must be on it), SHA256 (what FILE.sha256 must say where it exists); BOOT_ID. Undone by unmount.sh. Runs twice: a mounted LUN is left as it is.
: "${DEVICE:?}" "${MOUNT:?}" "${FILE:?}" "${SHA256:?}"

source=$DEVICE
[[ -b $DEVICE-part1 ]] && source=$DEVICE-part1
if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  if [[ $mounted != "$(readlink -f "$source")" && $mounted != "$source" ]]; then
    echo "$MOUNT on $HOSTNAME is taken by $mounted, not by the backup LUN $source. Unmount it." >&2
    exit 1
  fi
else
  mkdir -p "$MOUNT"
  mount -o ro "$source" "$MOUNT"
fi
if [[ ! -f $MOUNT/$FILE ]]; then
  echo "The backup LUN $source has no guest image $FILE (on $HOSTNAME). It has: $(cd "$MOUNT" && ls)." >&2
  exit 1
fi
if [[ -f $MOUNT/$FILE.sha256 ]]; then
  read -r recorded _ < "$MOUNT/$FILE.sha256"
  if [[ $recorded != "$SHA256" ]]; then
    echo "The backup LUN $source (on $HOSTNAME) records SHA-256 $recorded for $FILE, but the inventory says $SHA256. Correct one of them." >&2
    exit 1
  fi
fi
