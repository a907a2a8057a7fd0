#!/bin/bash
# libvirt runs this around every start, stop and migration of a guest, with the guest's definition on stdin:
#   start-guard DOMAIN OPERATION SUB-OPERATION EXTRA     (https://libvirt.org/hooks.html)
# It keeps the one machine that may run a guest beside each of its disks, in DISK.owner, and refuses the start anywhere else.
# QEMU's image lock does that on GFS2; on OCFS2 with o2cb, locks of files end at the host and nothing would. A machine is known by
# its id and its board's, for nothing makes host names unique; the name stands behind them for people. A file is written aside and
# linked into place: all hosts of a cluster file system see it at once, and whole. The destination of a migration announces itself in
# DISK.incoming, and the source makes that the owner when it lets go. It asks libvirt nothing: libvirt waits for it.
# A card of a guest of Xen asks (`attach begin`) before it comes up: a guest that `xl create` starts has passed libvirt by.
# Only disks in guests/HOST of a LUN of ours are guarded. What a dead host left, guest-ready.sh judges, which can ask
# the peers.
set -uo pipefail
shopt -s nullglob
domain=${1:?} operation=${2:?} moment=${3:?}
name=$(< /proc/sys/kernel/hostname)
me=''
for file in /etc/machine-id /sys/class/dmi/id/product_uuid; do
  if [[ -r $file ]]; then me+=$(< "$file").; fi
done
me=${me// /}

disks=()
while IFS= read -r line; do
  [[ $line =~ \<source\ file=\'($HOST_MOUNTS/[^/\']+/guests/[^/\']+/[^/\']+)\' && ${BASH_REMATCH[1]} != *.seed ]] && disks+=("${BASH_REMATCH[1]}")
done
# Before a migration libvirt's Xen driver passes the name alone (it cannot format the definition, libvirt 11.3).
if ((${#disks[@]} == 0)); then disks=("$HOST_MOUNTS"/*/guests/*/"$domain".qcow2); fi
((${#disks[@]} > 0)) || exit 0
if [[ ! $me =~ ^[0-9a-f]{32}\. ]]; then
  echo "$domain was not touched: $name has no identity in /etc/machine-id. Run: systemd-machine-id-setup" >&2
  exit 1
fi

# Prints who is named in a file; nothing where there is none.
named_in() { { if [[ -r $1 ]]; then printf '%s' "$(< "$1")"; fi; } 2> /dev/null || true; }

# Whether a name is this machine's. Earlier versions wrote host names: one that many machines have is nobody's.
is_me() { [[ $1 == "$me $name" || $1 == "$me "* || ($1 == "$name" && $name != localhost*) ]]; }

# Prints the host name for people that stands in a record.
host_in() { if [[ -n $1 ]]; then echo "${1##* }"; else echo 'a host whose record was cut'; fi; }

# Writes this machine's name aside, whole, and prints the file.
write_aside() {
  local file
  file=$(mktemp "$1.XXXXXXXX") || return 1
  if echo "$me $name" > "$file" && sync "$file" && [[ $(named_in "$file") == "$me $name" ]]; then
    echo "$file"
    return 0
  fi
  rm -f "$file"
  return 1
}

cannot_record() {
  echo "$domain was not touched: $name could not record beside ${1##*/} who may run it. See whether the LUN is full: df ${1%/*}" >&2
  return 1
}

take() {
  local owner incoming mine
  incoming=$(named_in "$1.incoming")
  if [[ -e $1.incoming ]] && ! is_me "$incoming"; then
    echo "$domain is on its way to $(host_in "$incoming"): ${1##*/} may be in use there, so it was not started on $name. See: crossbed status" >&2
    return 1
  fi
  mine=$(write_aside "$1.owner") || cannot_record "$1" || return 1
  ln "$mine" "$1.owner" 2> /dev/null
  rm -f "$mine"
  if [[ ! -e $1.owner ]]; then
    cannot_record "$1"
    return 1
  fi
  owner=$(named_in "$1.owner")
  if is_me "$owner" || [[ -n $incoming ]]; then return 0; fi
  echo "$domain belongs to $(host_in "$owner"): ${1##*/} may be in use there, so it was not started on $name. See: crossbed status" >&2
  return 1
}

announce() {
  local mine
  if is_me "$(named_in "$1.owner")"; then return 0; fi
  mine=$(write_aside "$1.incoming") || cannot_record "$1" || return 1
  mv "$mine" "$1.incoming"
}

# Changes nothing: libvirt has recorded by now who may run the guest, or whither it moves.
may_attach() {
  local owner incoming
  # In this order: the end of a migration makes the one file the other.
  incoming=$(named_in "$1.incoming")
  owner=$(named_in "$1.owner")
  if is_me "$incoming" || is_me "$owner"; then return 0; fi
  if [[ -e $1.owner ]]; then owner="belongs to $(host_in "$owner")"; else owner="was not started by libvirt"; fi
  echo "$domain $owner: ${1##*/} may be in use elsewhere, so its card stays down on $name, and it does not start. Start it by virsh, not by xl" >&2
  return 1
}

let_go() {
  local incoming
  incoming=$(named_in "$1.incoming")
  if is_me "$(named_in "$1.owner")"; then
    if [[ -n $incoming ]] && ! is_me "$incoming"; then mv "$1.incoming" "$1.owner"; else rm -f "$1.owner"; fi
  elif is_me "$incoming"; then
    rm -f "$1.incoming"
  fi
}

for disk in "${disks[@]}"; do
  case "$operation $moment" in
    'migrate begin') announce "$disk" || exit 1 ;;
    'attach begin') may_attach "$disk" || exit 1 ;;
    'prepare begin') take "$disk" || exit 1 ;;
    'release end') let_go "$disk" ;;
  esac
done
exit 0
