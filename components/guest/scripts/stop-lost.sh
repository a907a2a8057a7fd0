#!/bin/bash
# Stops a guest away from its home, should it run here, and takes its definition away. Every living host of the rack does it before the disks
# of a lost host's guest are removed; and the host of a visitor (start-elsewhere.sh) does it once its home is back, for which disk and mark stay.
# Input: DOMAIN, URI. Not undone: the guest's stack is taken down, or its next up starts the guest at home. Prints what it stopped. Runs twice:
# what is not here is not missed.
: "${DOMAIN:?}" "${URI:?}"
# A libvirt that cannot be asked is an error, never a guest that does not run.
running=$(virsh -q -c "$URI" list --name)
if grep -qxF "$DOMAIN" <<< "$running"; then
  virsh -q -c "$URI" destroy "$DOMAIN" >&2
  echo "$DOMAIN stopped on $HOSTNAME"
fi
if virsh -q -c "$URI" domstate "$DOMAIN" > /dev/null 2>&1; then virsh -q -c "$URI" undefine "$DOMAIN" >&2; fi
