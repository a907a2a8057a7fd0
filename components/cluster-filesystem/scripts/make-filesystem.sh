#!/bin/bash
# Makes the cluster file system on the shared LUN if the LUN is blank; keeps one of ours; refuses anything else.
# Input: KIND (gfs2 or ocfs2), DEVICE, WWID, LABEL (what marks ours: GFS2's lock table, OCFS2's volume label), CLUSTER,
# MEMBERS, JOURNAL_MIB. Never undone: what is on a LUN stays. Runs twice: our label ends it. A mark in the first sector,
# which neither file system needs, tells a format of ours that was interrupted from somebody's data.
: "${KIND:?}" "${DEVICE:?}" "${WWID:?}" "${LABEL:?}" "${CLUSTER:?}" "${MEMBERS:?}" "${JOURNAL_MIB:?}"
mark="crossbed formats $LABEL"

refuse() {
  echo "LUN $WWID ($DEVICE on $HOSTNAME) holds $1. It was not touched. If nobody needs that, run: wipefs --all $DEVICE && dd if=/dev/zero of=$DEVICE bs=1M count=1; else give another WWID in the inventory." >&2
  exit 1
}

# Nothing found is status 2; anything else but success is a LUN that cannot be read.
found=$(blkid -p -o export "$DEVICE") || [[ $? == 2 ]]
value() { sed -n "s/^$1=//p" <<< "$found"; }
if [[ $(value TYPE) == "$KIND" && $(value LABEL) == "$LABEL" ]]; then exit 0; fi
if [[ -n $(value TYPE) ]]; then refuse "$(value TYPE), labelled \"$(value LABEL)\""; fi
if [[ -n $(value PTTYPE) ]]; then refuse "a partition table ($(value PTTYPE))"; fi
signatures=$(wipefs --no-act --noheadings --output TYPE "$DEVICE" | xargs)
if [[ -n $signatures ]]; then refuse "signatures of $signatures"; fi
if [[ $(head -c ${#mark} "$DEVICE" | tr -d '\0') != "$mark" ]] && ! cmp -s -n 1048576 "$DEVICE" /dev/zero; then
  refuse "data without a known signature"
fi

write_first_sector() { dd of="$DEVICE" bs=512 count=1 conv=sync,fsync,notrunc status=none; }
write_first_sector <<< "$mark"
case $KIND in
  gfs2)
    mkfs.gfs2 -q -O -p lock_dlm -t "$LABEL" -j "$MEMBERS" -J "$JOURNAL_MIB" "$DEVICE"
    head -c 512 /dev/zero | write_first_sector
    ;;
  ocfs2)
    # It writes the first sector itself.
    mkfs.ocfs2 -q -x -N "$MEMBERS" -J "size=${JOURNAL_MIB}M" -T vmstore --fs-feature-level=max-features \
      --cluster-stack=o2cb --cluster-name="$CLUSTER" -L "$LABEL" "$DEVICE"
    ;;
esac
