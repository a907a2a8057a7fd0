#!/bin/bash
# Mounts the guest image's root file system read-only, once for all containers of this host, until the next reboot only, and prints
# where. Input: IMAGE (a raw disk image; one partition, or a file system alone), SHA256 (names the place); BOOT_ID. Undone by
# image-undo.sh. Runs twice: what is mounted stays.
: "${IMAGE:?}" "${SHA256:?}"
place=$HOST_STATE/containers/images/${SHA256:0:16}
mkdir -p "$place"
if ! mountpoint -q "$place"; then
  start=$(partx -g -o START -n 1 "$IMAGE" 2> /dev/null | tr -d ' ' || true)
  mount -o "ro,loop,noload,offset=$((${start:-0} * 512))" "$IMAGE" "$place"
fi
echo "$place"
