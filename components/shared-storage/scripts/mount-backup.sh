#!/bin/bash
# Mounts the backup LUN's file system (the whole LUN or its first partition) so that nothing on the LUN changes, until the next reboot
# only: the device itself is made read-only, and no journal is replayed, which `-o ro` alone would do. Input: DEVICE, MOUNT, FILE (must
# be on it), SHA256 (what FILE.sha256 must say where it exists); BOOT_ID. Undone by unmount-backup.sh. Runs twice: a mounted LUN is
# left as it is.
: "${DEVICE:?}" "${MOUNT:?}" "${FILE:?}" "${SHA256:?}"

# The first partition, by the names that udev gives: behind the LUN's own, and for a partition of a multipath map inside of it.
source=$DEVICE
for partition in "$DEVICE-part1" "${DEVICE/dm-uuid-mpath-/dm-uuid-part1-mpath-}"; do
  [[ $partition == "$DEVICE" || ! -b $partition ]] || source=$partition
done

# Prints major and minor number: one device has several names.
number_of() { stat -L -c '%t:%T' "$1"; }
if mountpoint -q "$MOUNT"; then
  mounted=$(findmnt -n -o SOURCE "$MOUNT")
  if [[ $(number_of "$mounted") != "$(number_of "$source")" ]]; then
    echo "$mounted is mounted at $MOUNT on $HOSTNAME, where the backup LUN $source belongs. Run there: umount $MOUNT" >&2
    exit 1
  fi
else
  type=$(blkid -p -o value -s TYPE "$source") || true
  case $type in
    ext3 | ext4) options=ro,noload ;;
    xfs) options=ro,norecovery ;;
    btrfs) options=ro,rescue=nologreplay ;;
    '')
      echo "The backup LUN $source (on $HOSTNAME) has no file system that $HOSTNAME knows. Give the WWID of a LUN with the guest image in the inventory. If the image is in a partition of this one, make the partition's device there: kpartx -a $DEVICE" >&2
      exit 1
      ;;
    *) options=ro ;;
  esac
  blockdev --setro "$source"
  mkdir -p "$MOUNT"
  mount -t "$type" -o "$options" "$source" "$MOUNT"
fi
if [[ ! -f $MOUNT/$FILE ]]; then
  echo "The backup LUN $source has no guest image $FILE (on $HOSTNAME). It has: $(cd "$MOUNT" && ls)." >&2
  exit 1
fi
if [[ -f $MOUNT/$FILE.sha256 ]]; then
  read -r recorded _ < "$MOUNT/$FILE.sha256"
  if [[ $recorded != "$SHA256" ]]; then
    echo "The backup LUN $source (on $HOSTNAME) records SHA-256 $recorded for $FILE, but the inventory says $SHA256. Correct one of them." >&2
    exit 1
  fi
fi
