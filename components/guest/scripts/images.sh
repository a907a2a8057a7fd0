#!/bin/bash
# Copies the guest image, its kernel and its initial RAM disk from the backup LUN to the cluster file system, once for all
# guests, and prints the image's size in bytes. Input: SOURCE and TARGET (directories), FILE, SHA256, KERNEL, INITRD, VERIFY.
# Never undone: guests that are made again find it there. Runs twice: the directory appears whole and verified or not at
# all. Holes stay holes. VERIFY=digest computes the copy's SHA-256; VERIFY=copy compares the copy with its source and takes
# the digest that mount-backup.sh found recorded beside it: a minute less where the processor is emulated.
: "${SOURCE:?}" "${TARGET:?}" "${FILE:?}" "${SHA256:?}" "${KERNEL:?}" "${INITRD:?}" "${VERIFY:?}"

if [[ ! -d $TARGET ]]; then
  part=$TARGET.part
  rm -rf "$part"
  mkdir -p "$part"
  cp --sparse=always "$SOURCE/$FILE" "$part/disk.raw"
  cp "$SOURCE/$KERNEL" "$part/vmlinuz"
  cp "$SOURCE/$INITRD" "$part/initrd.img"
  sync -f "$part"
  if [[ $VERIFY == copy && -f $SOURCE/$FILE.sha256 ]]; then
    read -r found _ < "$SOURCE/$FILE.sha256"
    cmp "$SOURCE/$FILE" "$part/disk.raw" >&2
  else
    read -r found _ < <(sha256sum "$part/disk.raw")
  fi
  if [[ $found != "$SHA256" ]]; then
    rm -rf "$part"
    echo "The guest image $SOURCE/$FILE on $HOSTNAME has SHA-256 $found, but the inventory says $SHA256. Put the right image on the backup LUN." >&2
    exit 1
  fi
  chmod 0755 "$part"
  chmod 0444 "$part"/*
  mv -T "$part" "$TARGET"
fi
stat -c %s "$TARGET/disk.raw"
