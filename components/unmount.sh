#!/bin/bash
# Takes a mount away; its device keeps what is on it. Input: MOUNT. Runs twice: what is not mounted is not touched.
: "${MOUNT:?}"
if mountpoint -q "$MOUNT"; then umount "$MOUNT"; fi
if [[ -d $MOUNT ]]; then rmdir --ignore-fail-on-non-empty -p "$MOUNT" 2> /dev/null || true; fi
