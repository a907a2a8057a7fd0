#!/bin/bash
# Takes the pool from libvirt, and its directory if that is empty. Input: URI, POOL, DIRECTORY. Runs twice.
: "${URI:?}" "${POOL:?}" "${DIRECTORY:?}"
if virsh -q -c "$URI" pool-info "$POOL" > /dev/null 2>&1; then virsh -q -c "$URI" pool-destroy "$POOL"; fi
if [[ -d $DIRECTORY ]]; then rmdir --ignore-fail-on-non-empty "$DIRECTORY"; fi
