#!/bin/bash
# Gives libvirt on this host the pool that its guests' disks are made in; the definition ends with the host's boot.
# Input: URI, POOL, DIRECTORY; BOOT_ID. Undone by pool-undo.sh. Runs twice: an active pool is kept.
# Not libvirt's provider: that deletes the directory with the pool, and waits for ever on a pool that is not active.
: "${URI:?}" "${POOL:?}" "${DIRECTORY:?}"
mkdir -p "$DIRECTORY"
chmod 0711 "$DIRECTORY"
state=$(virsh -q -c "$URI" pool-info "$POOL" 2> /dev/null | awk '$1 == "State:" { print $2 }' || true)
if [[ $state != running ]]; then
  [[ -z $state ]] || virsh -q -c "$URI" pool-undefine "$POOL"
  virsh -q -c "$URI" pool-create-as "$POOL" dir --target "$DIRECTORY"
fi
