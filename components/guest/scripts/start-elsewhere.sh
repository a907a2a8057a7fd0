#!/bin/bash
# Starts a guest of a host that is off for good on this one, as a visitor: it leaves no definition here. The caller knows that its home is off
# and that no living host runs it. Input: DOMAIN, URI, DISKS (its definition lies beside the first, as its home wrote it), TUNE (what libvirt's
# cputune holds for this host; may be empty), LIVING (what the hosts that answer call themselves). The guest is announced beside its disk first, of two hosts by one alone; the guard lets it start here for that,
# and once it runs the announcement takes the owner mark's place, in one step. Undone by stop-lost.sh. Runs twice: a guest that runs here is left alone.
: "${DOMAIN:?}" "${URI:?}" "${DISKS:?}" "${TUNE?}" "${LIVING:?}"
read -ra disks <<< "$DISKS"
disk=${disks[0]} definition=${disks[0]%.*}.xml
# As start-guard.sh names a machine.
me=$(cat /etc/machine-id /sys/class/dmi/id/product_uuid 2> /dev/null | tr '\n' . | tr -d ' ' || true)
is_mine() { [[ $(cat "$1" 2> /dev/null) == "$me "* ]]; }

running=$(virsh -q -c "$URI" list --name)
if ! grep -qxF -- "$DOMAIN" <<< "$running"; then
  if [[ ! -s $definition ]]; then
    echo "$DOMAIN was not started on $HOSTNAME: its definition, $definition, is not there. Earlier versions of Crossbed wrote none; only its home can start it." >&2
    exit 1
  fi
  mine=$(mktemp "$disk.incoming.XXXXXXXX")
  echo "$me $HOSTNAME" > "$mine"
  sync "$mine"
  ln "$mine" "$disk.incoming" 2> /dev/null || true
  rm -f "$mine"
  if ! is_mine "$disk.incoming"; then
    echo "$DOMAIN was not started on $HOSTNAME: it is announced on $(cut -d ' ' -f 2 "$disk.incoming"). If it runs nowhere, remove $disk.incoming there" >&2
    exit 1
  fi
  # Another living host may have been quicker, and have let go of the announcement.
  owner=$(cat "$disk.owner" 2> /dev/null || true)
  if [[ $owner != "$me "* && " $LIVING " == *" ${owner##* } "* ]]; then
    rm -f "$disk.incoming"
    echo "$DOMAIN was not started on $HOSTNAME: it belongs to ${owner##* }, which lives. If it does not run there, remove $disk.owner" >&2
    exit 1
  fi
  adapted=$(mktemp)
  trap 'rm -f "$adapted"' EXIT
  # Its home's pins mean other pCPUs here.
  sed -E -e '/<(vcpupin|emulatorpin) /d' -e "s#</cputune>#$TUNE</cputune>#" "$definition" > "$adapted"
  if ! virsh -q -c "$URI" create "$adapted" >&2; then
    rm -f "$disk.incoming"
    exit 1
  fi
fi
if is_mine "$disk.incoming"; then mv -T "$disk.incoming" "$disk.owner"; fi
