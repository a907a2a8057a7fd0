#!/bin/bash
# Removes the host's records of a guest that is gone, its definition beside its disk, and whom the guard named. Input: DOMAIN, CONSOLE (its log), DISKS. Runs twice.
: "${DOMAIN:?}" "${CONSOLE:?}" "${DISKS:?}"
read -ra disks <<< "$DISKS"
rm -f "${disks[@]/%/.owner}" "${disks[@]/%/.incoming}" "${disks[0]%.*}.xml"
rm -f "$HOST_GUESTS/$DOMAIN."* "$CONSOLE"
rmdir --ignore-fail-on-non-empty "$HOST_GUESTS" "$HOST_STATE" "$HOST_LOGS" 2> /dev/null || true
