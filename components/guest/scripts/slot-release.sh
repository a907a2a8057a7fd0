#!/bin/bash
# Removes the host's records of a guest that is gone. Input: DOMAIN. Runs twice.
: "${DOMAIN:?}"
rm -f "/var/lib/crossbed/guests/$DOMAIN."* "/var/log/crossbed/$DOMAIN.console"
rmdir --ignore-fail-on-non-empty /var/lib/crossbed/guests /var/lib/crossbed /var/log/crossbed 2> /dev/null || true
