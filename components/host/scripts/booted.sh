#!/bin/bash
# Waits until the host runs the wanted hypervisor and prints its boot id. Input: HYPERVISOR, WAIT_SEC; BOOT_ID.
# Changes nothing, so it may run twice; nothing to undo.
: "${HYPERVISOR:?}" "${WAIT_SEC:?}"
export PATH=$PATH:/usr/sbin:/sbin

runs() {
  local type=''
  [[ -e /sys/hypervisor/type ]] && type=$(< /sys/hypervisor/type)
  case $HYPERVISOR in
    xen) [[ $type == xen ]] && xl info > /dev/null 2>&1 ;;
    kvm) [[ $type != xen && -c /dev/kvm ]] ;;
    *) [[ $type != xen ]] ;;
  esac
}
for ((waited = 0; ; waited++)); do
  runs && break
  if ((waited >= WAIT_SEC)); then
    echo "$HOSTNAME does not run $HYPERVISOR after $WAIT_SEC s. For kvm: is virtualisation on in the firmware? For xen: does xl info answer?" >&2
    exit 1
  fi
  sleep 1
done
cat /proc/sys/kernel/random/boot_id
