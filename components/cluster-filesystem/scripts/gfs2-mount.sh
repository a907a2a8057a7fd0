#!/bin/bash
# Mounts GFS2 from the shared LUN, until the next reboot only, and only when corosync sees every member: hosts that mount
# while each is alone destroy the file system. Adds the journals that later members lack: without one of its own a host
# cannot mount. Input: DEVICE, MOUNT, MEMBERS, JOURNAL_MIB (size of a new journal); BOOT_ID. Undone by unmount.sh; journals stay.
# Runs twice: a mounted LUN is left as it is, and no journal is added when there are enough.
: "${DEVICE:?}" "${MOUNT:?}" "${MEMBERS:?}" "${JOURNAL_MIB:?}"

if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  if ! [[ $mounted -ef $DEVICE ]]; then
    echo "$mounted is mounted at $MOUNT on $HOSTNAME, where $DEVICE belongs. Run there: umount $MOUNT" >&2
    exit 1
  fi
else
  seen=$(corosync-quorumtool -l -i | grep -cE '^ *[0-9]+ +[0-9]+' || true)
  if ((seen < MEMBERS)); then
    echo "corosync on $HOSTNAME sees $seen of $MEMBERS members, so GFS2 was not mounted. Bring the other hosts back and run up again." >&2
    exit 1
  fi
  modprobe gfs2
  mkdir -p "$MOUNT"
  mount -t gfs2 -o noatime "$DEVICE" "$MOUNT"
fi

# gfs2_edit wants a terminal's name even where it only prints.
journals=$(TERM=xterm gfs2_edit -p journals "$(readlink -f "$DEVICE")" | grep -c '^journal[0-9]*:' || true)
if ((journals == 0)); then
  echo "gfs2_edit -p journals prints no journal of GFS2 on $DEVICE ($HOSTNAME), so nothing was mounted. Install gfs2-utils there anew, and run up again." >&2
  exit 1
fi
if ((journals < MEMBERS)); then gfs2_jadd -q -j $((MEMBERS - journals)) -J "$JOURNAL_MIB" "$MOUNT"; fi
