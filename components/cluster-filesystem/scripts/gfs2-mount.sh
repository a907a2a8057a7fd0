#!/bin/bash
# Mounts GFS2 from the shared LUN, until the next reboot only, and only when corosync sees every member: hosts that mount
# while each is alone destroy the file system. Adds the journals that later members lack: without one of its own a host
# cannot mount. Input: DEVICE, MOUNT, MEMBERS, JOURNAL_MIB (size of a new journal); BOOT_ID. Undone by unmount.sh; journals stay.
# Runs twice: a mounted LUN is left as it is, and no journal is added when there are enough.
: "${DEVICE:?}" "${MOUNT:?}" "${MEMBERS:?}" "${JOURNAL_MIB:?}"

if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  if ! [[ $mounted -ef $DEVICE ]]; then
    echo "$MOUNT on $HOSTNAME is taken by $mounted, not by $DEVICE. Unmount it." >&2
    exit 1
  fi
else
  seen=$(corosync-quorumtool -l -i | grep -cE '^ *[0-9]+ +[0-9]+' || true)
  if ((seen < MEMBERS)); then
    echo "GFS2 is not mounted: corosync on $HOSTNAME sees $seen of $MEMBERS members. Bring the others back and run up again." >&2
    exit 1
  fi
  modprobe gfs2
  mkdir -p "$MOUNT"
  mount -t gfs2 -o noatime "$DEVICE" "$MOUNT"
fi

# gfs2_edit wants a terminal's name even where it only prints.
journals=$(TERM=xterm gfs2_edit -p journals "$(readlink -f "$DEVICE")" | grep -c '^journal[0-9]*:' || true)
if ((journals == 0)); then
  echo "The journals of GFS2 on $DEVICE ($HOSTNAME) cannot be counted: gfs2_edit -p journals prints none. Is gfs2-utils whole?" >&2
  exit 1
fi
if ((journals < MEMBERS)); then gfs2_jadd -q -j $((MEMBERS - journals)) -J "$JOURNAL_MIB" "$MOUNT"; fi
