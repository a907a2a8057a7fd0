#!/bin/bash
# Removes a container with its layer on the host's disk. Input: DOMAIN, URI; others are ignored. Runs twice.
: "${DOMAIN:?}" "${URI:?}"
base=$HOST_STATE/containers/$DOMAIN
state() { virsh -q -c "$URI" domstate "$DOMAIN" 2> /dev/null || true; }
if [[ -n $(state) ]]; then
  # virsh may report a failure although the container is gone: only the state counts.
  virsh -q -c "$URI" destroy "$DOMAIN" > /dev/null 2>&1 || true
  for ((tenths = 0; tenths < 300; tenths++)); do
    [[ $(state) == running ]] || break
    sleep 0.1
  done
  virsh -q -c "$URI" undefine "$DOMAIN"
fi
if mountpoint -q "$base/root"; then umount "$base/root"; fi
rm -rf "$base" "$HOST_GUESTS/$DOMAIN.started"
rmdir --ignore-fail-on-non-empty "$HOST_GUESTS" "$HOST_STATE/containers" 2> /dev/null || true
