#!/bin/bash
# Copies the guest image, its kernel and its initial RAM disk from the backup LUN to the cluster file system, once for all
# guests, and prints the image's size in bytes. Input: SOURCE and TARGET (directories), FILE, SHA256, KERNEL, INITRD, VERIFY.
# Never undone: guests that are made again find it there. Runs twice: the directory appears whole and verified or not at
# all. Holes stay holes. VERIFY=digest computes the copy's SHA-256; VERIFY=copy compares the copy with its source and takes
# the digest that mount-backup.sh found recorded beside it: a minute less where the processor is emulated.
# Then removes the earlier images of Crossbed's there that no guest's disk and no definition recorded on this host names.
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

# Succeeds where a guest's disk on this file system, any host's and any stack's, or a guest's record here names an image's
# directory, and where a disk cannot be asked: then nobody knows.
is_named() {
  local disk said
  grep -qsF "/images/$1/" "$HOST_GUESTS"/*.xml && return
  for disk in "${TARGET%/images/*}"/guests/*/*.qcow2; do
    [[ -e $disk ]] || continue
    # A guest that runs holds its disk's lock: only a look.
    said=$(qemu-img info --force-share "$disk" 2> /dev/null) || return 0
    [[ $said != *"/images/$1/"* ]] || return 0
  done
  return 1
}
for old in "${TARGET%/*}"/*; do
  [[ $old =~ /images/([0-9a-f]{16})(\.part)?$ && -d $old && ! -L $old && $old != "$TARGET" ]] || continue
  is_named "${BASH_REMATCH[1]}" || rm -rf "$old"
done
stat -c %s "$TARGET/disk.raw"
