#!/bin/bash
# Waits until the host runs the platform and prints its boot id. Input: PLATFORM (its name, for the error), HYPERVISOR_TYPE (what
# /sys/hypervisor/type must say; empty: nothing), DEVICE (must be there), PROBE (command that must succeed), WAIT_SEC; BOOT_ID.
# DEVICE and PROBE may be empty. Changes nothing, so it may run twice; nothing to undo.
: "${PLATFORM:?}" "${HYPERVISOR_TYPE?}" "${DEVICE?}" "${PROBE?}" "${WAIT_SEC:?}"

read -ra probe <<< "$PROBE"
runs() {
  local type=''
  if [[ -e /sys/hypervisor/type ]]; then type=$(< /sys/hypervisor/type); fi
  [[ $type == "$HYPERVISOR_TYPE" ]] || return 1
  [[ -z $DEVICE || -c $DEVICE ]] || return 1
  ((${#probe[@]} == 0)) || "${probe[@]}" > /dev/null 2>&1
}
for ((waited = 0; ; waited++)); do
  runs && break
  if ((waited >= WAIT_SEC)); then
    echo "$HOSTNAME does not run $PLATFORM after $WAIT_SEC s.${DEVICE:+ Is $DEVICE there, and virtualisation on in the firmware?}${PROBE:+ Does \"$PROBE\" answer?}" >&2
    exit 1
  fi
  sleep 1
done
cat /proc/sys/kernel/random/boot_id
