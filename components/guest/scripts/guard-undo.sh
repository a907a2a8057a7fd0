#!/bin/bash
# Takes the guard and its helpers away again. Input: DRIVER, HELPERS (name or path=… …). Runs twice.
: "${DRIVER:?}" "${HELPERS?}"
rm -f "/etc/libvirt/hooks/$DRIVER.d/crossbed"
read -ra helpers <<< "$HELPERS"
for helper in "${helpers[@]}"; do
  place=${helper%%=*}
  [[ $place == /* ]] || place=$HOST_STATE/$place
  rm -f "$place"
done
rmdir --ignore-fail-on-non-empty "/etc/libvirt/hooks/$DRIVER.d" "/etc/libvirt/hooks" 2> /dev/null || true
