#!/bin/bash
# libvirt runs this around every start, stop and migration of a guest, with the guest's definition on stdin:
#   start-guard DOMAIN OPERATION SUB-OPERATION EXTRA     (https://libvirt.org/hooks.html)
# It keeps the name of the one host that may run a guest beside each of its disks, in DISK.owner, and refuses the start
# anywhere else. QEMU's image lock does that on GFS2; on OCFS2 with o2cb, locks of files end at the host and nothing would.
# A file made with O_EXCL is seen by all hosts of a cluster file system at once. The destination of a migration announces
# itself in DISK.incoming, and the source makes that the owner when it lets go. It asks libvirt nothing: libvirt waits for it.
# What a dead host left is not judged here but by guest-ready.sh, which can ask the peers.
set -uo pipefail
domain=${1:?} operation=${2:?} moment=${3:?}
me=$(< /proc/sys/kernel/hostname)

disks=()
while IFS= read -r line; do
  [[ $line =~ \<source\ file=\'([^\']+/guests/[^\']+)\' && ${BASH_REMATCH[1]} != *.seed ]] && disks+=("${BASH_REMATCH[1]}")
done
# Before a migration libvirt's Xen driver tells the name alone (its format of the definition fails, libvirt 11.3).
if ((${#disks[@]} == 0)); then
  shopt -s nullglob
  disks=("$HOST_MOUNTS"/*/guests/*/"$domain".qcow2)
fi

# Prints who is named in a file; nothing where there is none.
named_in() { cat "$1" 2> /dev/null || true; }

take() {
  local owner
  if (set -C && echo "$me" > "$1.owner") 2> /dev/null; then return 0; fi
  owner=$(named_in "$1.owner")
  [[ $owner == "$me" || $(named_in "$1.incoming") == "$me" ]] && return 0
  echo "$domain belongs to $owner: ${1##*/} may be in use there, so it was not started on $me. See: crossbed status" >&2
  return 1
}

let_go() {
  local incoming
  incoming=$(named_in "$1.incoming")
  if [[ $(named_in "$1.owner") == "$me" ]]; then
    if [[ -n $incoming && $incoming != "$me" ]]; then mv "$1.incoming" "$1.owner"; else rm -f "$1.owner"; fi
  elif [[ $incoming == "$me" ]]; then
    rm -f "$1.incoming"
  fi
}

for disk in "${disks[@]}"; do
  case "$operation $moment" in
    'migrate begin') [[ $(named_in "$disk.owner") == "$me" ]] || echo "$me" > "$disk.incoming" ;;
    'prepare begin') take "$disk" || exit 1 ;;
    'release end') let_go "$disk" ;;
  esac
done
exit 0
