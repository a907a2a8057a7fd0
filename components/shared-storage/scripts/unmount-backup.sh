#!/bin/bash
# Takes the backup LUN's mount away and lets the device be written again. Input: MOUNT. Runs twice: what is not mounted is not touched.
: "${MOUNT:?}"
if mountpoint -q "$MOUNT"; then
  source=$(findmnt -n -o SOURCE "$MOUNT")
  umount "$MOUNT"
  blockdev --setrw "$source"
fi
if [[ -d $MOUNT ]]; then rmdir --ignore-fail-on-non-empty -p "$MOUNT" 2> /dev/null || true; fi
