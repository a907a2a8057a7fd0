#!/bin/bash
# guest-stalled DOMAIN: prints why a guest of Xen does not run that libvirt's Xen driver calls running: `suspended` where a failed
# migration left it so, `without-qemu` where the QEMU that serves its disk died; nothing where it runs. Changes nothing.
set -uo pipefail
domain=${1:?}
if [[ $(xl list "$domain" 2> /dev/null | tail -n 1) == *' '[r-][b-][p-]ss[d-]' '* ]]; then
  echo suspended
  exit 0
fi
id=$(xl domid "$domain" 2> /dev/null) || exit 0
pid=$(xenstore-read "/local/domain/$id/image/device-model-pid" 2> /dev/null) || exit 0
arguments=()
# The shell itself reads: it would take a broken pipe for a dead QEMU, and destroy a healthy guest.
if [[ -r /proc/$pid/cmdline ]]; then mapfile -d '' -t arguments < "/proc/$pid/cmdline"; fi
[[ " ${arguments[*]} " == *" -xen-domid $id "* ]] || echo without-qemu
