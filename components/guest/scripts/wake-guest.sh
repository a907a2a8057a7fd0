#!/bin/bash
# wake-guest DOMAIN: resumes a guest of Xen that was stopped for a migration which then failed. libvirt's Xen driver means to
# do so itself, yet the guest stays suspended, and libvirt calls it running (seen with libvirt 11.3 on Xen 4.20). The steps are
# those of libxl_domain_resume in Xen's tools/libs/light/libxl_dom_suspend.c: device model, domain, XenStore.
# A guest goes on only where start-guard says that it belongs, and while no other host awaits it. One that is not suspended is
# left alone, so this may run twice.
set -euo pipefail
domain=${1:?}
name=$(< /proc/sys/kernel/hostname)
# As start-guard names a machine.
me=$(cat /etc/machine-id /sys/class/dmi/id/product_uuid 2> /dev/null | tr '\n' . | tr -d ' ')
uri=xen:///system

# Its number, if it is suspended. Letters of the state: running, blocked, paused, shut down, why it was shut down, dying.
suspended_id() {
  local id state
  read -r _ id _ _ state _ <<< "$(xl list "$domain" 2> /dev/null | tail -n 1)"
  if [[ $state == ???ss? ]]; then echo "$id"; fi
}

id=$(suspended_id)
[[ -n $id ]] || exit 0
shopt -s nullglob
disks=("$HOST_MOUNTS"/*/guests/*/"$domain".qcow2)
for disk in "${disks[@]}"; do
  owner=$(cat "$disk.owner" 2> /dev/null || true)
  if [[ $owner != "$me "* && ($owner != "$name" || $name == localhost*) || -e $disk.incoming ]]; then
    echo "$domain stays suspended on $name: another host may run it. See $disk.owner and $disk.incoming" >&2
    exit 1
  fi
done
if ((${#disks[@]} == 0)); then
  echo "$domain stays suspended on $name, where its disk is not mounted. Run up again" >&2
  exit 1
fi

# Pausing changes nothing for a suspended guest, but libvirt wakes the device model of a paused one only.
virsh -q -c "$uri" suspend "$domain" || true
virsh -q -c "$uri" resume "$domain"
tools=$(/usr/lib/xen-common/bin/xen-dir 2> /dev/null || true) # where Debian keeps the bindings
PYTHONPATH=${tools:+$tools/lib/python} python3 -c '
import sys
from xen.lowlevel import xc, xs
domain = int(sys.argv[1])
xc.xc().domain_resume(domain, 1)  # 1: the guest knows how to go on where it stopped
xs.xs().resume_domain(domain)
' "$id"
if [[ -n $(suspended_id) ]]; then
  echo "$domain stays suspended on $name, although Xen was told to resume it. Run up again: it starts the guest anew" >&2
  exit 1
fi
