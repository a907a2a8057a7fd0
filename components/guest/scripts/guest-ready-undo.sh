#!/bin/bash
# Stops a guest before its definition and disks are deleted. One that runs elsewhere stops the deletion: its disks are in
# use. Input: DOMAIN, URI, PEERS (name=address …). Runs twice.
: "${DOMAIN:?}" "${URI:?}" "${PEERS?}"
records=$HOST_GUESTS
read -ra peers <<< "$PEERS"
elsewhere=$("$HOST_SSH/running-elsewhere" "$URI" "$DOMAIN" "${peers[@]}")
if [[ -n $elsewhere ]]; then
  echo "$DOMAIN runs on $elsewhere, not at home on $HOSTNAME, so its disks were not deleted. Migrate it home, or stop it there." >&2
  exit 1
fi
# Libvirt's provider cannot delete a definition that is gone: give it back what it will look for.
if ! virsh -q -c "$URI" domstate "$DOMAIN" > /dev/null 2>&1 && [[ -s $records/$DOMAIN.xml ]]; then
  virsh -q -c "$URI" define "$records/$DOMAIN.xml"
fi
if [[ $(virsh -q -c "$URI" domstate "$DOMAIN" 2> /dev/null) == running ]]; then virsh -q -c "$URI" destroy "$DOMAIN"; fi
