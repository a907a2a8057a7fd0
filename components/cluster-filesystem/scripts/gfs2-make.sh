#!/bin/bash
# Makes GFS2 on the shared LUN if the LUN is blank; keeps a file system of ours; refuses anything else.
# Input: DEVICE, WWID, LOCK_TABLE, JOURNALS, JOURNAL_MIB. Never undone: what is on a LUN stays.
# Runs twice: our lock table in the superblock ends it. A mark in the first sector, which GFS2 leaves alone, tells a format
# of ours that was interrupted from somebody's data.
: "${DEVICE:?}" "${WWID:?}" "${LOCK_TABLE:?}" "${JOURNALS:?}" "${JOURNAL_MIB:?}"
export PATH=$PATH:/usr/sbin:/sbin
mark="crossbed formats $LOCK_TABLE"

refuse() {
  echo "LUN $WWID ($DEVICE on $HOSTNAME) holds $1. It was not touched. If nobody needs that, run: wipefs --all $DEVICE && dd if=/dev/zero of=$DEVICE bs=1M count=1; else give another WWID in the inventory." >&2
  exit 1
}

found=$(blkid -p -o export "$DEVICE") || [[ $? == 2 ]]
value() { sed -n "s/^$1=//p" <<< "$found"; }
if [[ $(value TYPE) == gfs2 && $(value LABEL) == "$LOCK_TABLE" ]]; then exit 0; fi
if [[ -n $(value TYPE)$(value PTTYPE) ]]; then
  refuse "$(value TYPE) $(value PTTYPE) (label $(value LABEL))"
fi
signatures=$(wipefs --no-act --noheadings --output TYPE "$DEVICE")
[[ -z $signatures ]] || refuse "a signature of $signatures"
if [[ $(head -c ${#mark} "$DEVICE" | tr -d '\0') != "$mark" ]] && ! cmp -s -n 1048576 "$DEVICE" /dev/zero; then
  refuse "data without a known signature"
fi

sync_to() { dd of="$DEVICE" bs=512 count=1 conv=sync,fsync,notrunc status=none; }
sync_to <<< "$mark"
mkfs.gfs2 -q -O -p lock_dlm -t "$LOCK_TABLE" -j "$JOURNALS" -J "$JOURNAL_MIB" "$DEVICE"
sync_to < /dev/zero
