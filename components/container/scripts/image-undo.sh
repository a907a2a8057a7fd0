#!/bin/bash
# Takes the image's mount away. Input: SHA256; others are ignored. Runs twice: what is not mounted is not missed.
: "${SHA256:?}"
containers=$HOST_STATE/containers
place=$containers/images/${SHA256:0:16}
if mountpoint -q "$place"; then umount "$place"; fi
rmdir --ignore-fail-on-non-empty "$place" "$containers/images" "$containers" 2> /dev/null || true
