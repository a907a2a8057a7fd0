#!/bin/bash
# Removes the host's records of a guest that is gone, and whom the guard named. Input: DOMAIN, DISKS. Runs twice.
: "${DOMAIN:?}" "${DISKS:?}"
read -ra disks <<< "$DISKS"
rm -f "${disks[@]/%/.owner}" "${disks[@]/%/.incoming}"
rm -f "/var/lib/crossbed/guests/$DOMAIN."* "/var/log/crossbed/$DOMAIN.console"
rmdir --ignore-fail-on-non-empty /var/lib/crossbed/guests /var/lib/crossbed /var/log/crossbed 2> /dev/null || true
