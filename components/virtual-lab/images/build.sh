#!/bin/bash
# Makes true: $CACHE/$DIGEST holds the finished image of one kind. `host`: host.raw, a bootable disk. `guest`: backup.raw,
# a read-only ext4 with guest.raw, vmlinuz and initrd.img. Beside them metadata.json; printed as the last line, which is all
# of standard output.
# Inputs: KIND (host or guest), DIGEST (of everything that decides the image), RELEASE (Debian's code name), DISK_MIB, BACKUP_MIB
# (sizes of the disk, and of the backup LUN's file system), DOM0_MIB (memory of Xen's control domain), IMAGES (this directory),
# CACHE, LOCK_WAIT_SEC. Undo: remove $CACHE. Can run twice, and at once: a lock lets one build, the others find its result.
set -euo pipefail
: "${KIND:?}" "${DIGEST:?}" "${RELEASE:?}" "${DISK_MIB:?}" "${BACKUP_MIB:?}" "${DOM0_MIB:?}" "${IMAGES:?}" "${CACHE:?}" "${LOCK_WAIT_SEC:?}"
export IMAGES SOURCE_DATE_EPOCH=1735689600 LC_ALL=C.UTF-8
E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH
export E2FSPROGS_FAKE_TIME
finished=$CACHE/$DIGEST partial=$CACHE/$DIGEST.partial
uuid=43726f73-7362-4564-8000-000000000001
begin=$SECONDS

say() { echo "$KIND image: $* ($((SECONDS - begin)) s)" >&2; }
fail() { echo "$KIND image: $*" >&2; exit 1; }

mkdir -p "$CACHE"
exec 9> "$CACHE/$DIGEST.lock"
if ! flock --nonblock 9; then
  say "another build of it is under way, waiting"
  flock --wait "$LOCK_WAIT_SEC" 9 || fail "that build goes on after $LOCK_WAIT_SEC s, so nothing was done; look for it: fuser -v $CACHE/$DIGEST.lock"
fi
if [ -f "$finished/metadata.json" ]; then
  tail -n 1 "$finished/metadata.json"
  exit 0
fi
for tool in mmdebstrap mke2fs grub-mkimage grub-editenv xz; do
  command -v "$tool" > /dev/null || fail "$tool is missing; run: npx crossbed setup"
done
[ -f /usr/lib/grub/i386-pc/boot.img ] || fail "GRUB for BIOS is missing (package grub-pc-bin); run: npx crossbed setup"

# A build that was cut off leaves only this directory.
rm -rf "$partial"
mkdir -p "$partial"
trap 'rm -rf "$partial"' EXIT
trap 'exit 130' INT TERM
tree=$partial/tree

say "step 1 of 3, installing Debian $RELEASE, one to two minutes"
# Files that a lab never reads: less to install, to copy and to boot.
without=(usr/share/doc/* usr/share/man/* usr/share/info/* usr/share/locale/* usr/bin/qemu-system-i386 usr/lib/udev/hwdb.d/*)
for drivers in gpu media net/wireless infiniband iio hwmon usb; do without+=("usr/lib/modules/*/kernel/drivers/$drivers/*"); done
without+=('usr/lib/modules/*/kernel/sound/*')
options=(--dpkgopt=force-confold)
for path in "${without[@]}"; do options+=("--dpkgopt=path-exclude=/$path"); done
packages=$(grep -v '^#' "$IMAGES/$KIND/packages" | xargs | tr ' ' ',')
# The images have an initial RAM disk of their own (common/initrd.sh): the distribution's would be made for nothing.
# shellcheck disable=SC2016 # mmdebstrap gives each hook its tree as $1
hooks=(--essential-hook='mkdir -p "$1/etc/initramfs-tools"; echo update_initramfs=no > "$1/etc/initramfs-tools/update-initramfs.conf"'
  --customize-hook='"$IMAGES/$KIND/customize.sh" "$1"')
export KIND
mmdebstrap --quiet --mode=root --variant=minbase "${options[@]}" --include="$packages" "${hooks[@]}" \
  "$RELEASE" "$tree" > "$partial/log" 2>&1 || { tail -n 20 "$partial/log" >&2; fail "mmdebstrap could not build the tree"; }
# shellcheck disable=SC2016 # dpkg-query fills in its own fields
chroot "$tree" dpkg-query --show --showformat='${Package} ${Version}\n' > "$partial/packages"
archive=$(cat "$tree/etc/crossbed-archive")

# A raw disk of $2 MiB with one ext4 partition at 1 MiB, labelled by its kind, holding the tree.
make_disk() {
  local raw=$1 sizeMiB=$2 sectors
  truncate -s "${sizeMiB}M" "$raw"
  sectors=$((sizeMiB * 2048 - 2048))
  # One bootable Linux partition (type 0x83) from sector 2048 on; start and length are little-endian.
  {
    printf '\x80\x00\x02\x00\x83\xff\xff\xff\x00\x08\x00\x00'
    printf '%b' "$(printf '\\x%02x' $((sectors & 255)) $((sectors >> 8 & 255)) $((sectors >> 16 & 255)) $((sectors >> 24)))"
  } | dd of="$raw" bs=1 seek=446 conv=notrunc status=none
  printf '\x55\xaa' | dd of="$raw" bs=1 seek=510 conv=notrunc status=none
  mke2fs -q -t ext4 -O ^metadata_csum_seed,^orphan_file -U "$uuid" -L "$KIND" -E "offset=1048576,hash_seed=$uuid" \
    -d "$tree" "$raw" "$((sizeMiB * 1024 - 1024))k"
}

say "step 2 of 3, writing the disk"
case $KIND in
  host)
    mkdir -p "$tree/boot/grub"
    sed "s/@DOM0_MIB@/$DOM0_MIB/g" "$IMAGES/host/grub.cfg" > "$tree/boot/grub/grub.cfg"
    chmod 644 "$tree/boot/grub/grub.cfg"
    grub-editenv "$tree/boot/grub/grubenv" create
    grub-editenv "$tree/boot/grub/grubenv" set saved_entry=kvm
    make_disk "$partial/host.raw" "$DISK_MIB"
    grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o "$partial/core.img" biosdisk part_msdos ext2 multiboot2 linux \
      normal configfile loadenv serial terminal gzio minicmd search test echo
    dd if=/usr/lib/grub/i386-pc/boot.img of="$partial/host.raw" bs=440 count=1 conv=notrunc status=none
    dd if="$partial/core.img" of="$partial/host.raw" bs=512 seek=1 conv=notrunc status=none
    rm "$partial/core.img"
    image=host.raw details=
    ;;
  guest)
    mkdir "$partial/backup"
    cp -L "$tree/vmlinuz" "$tree/initrd.img" "$partial/backup/"
    make_disk "$partial/backup/guest.raw" "$DISK_MIB"
    say "step 3 of 3, the backup LUN's file system"
    sum=$(sha256sum < "$partial/backup/guest.raw" | cut -d ' ' -f 1)
    echo "$sum  guest.raw" > "$partial/backup/guest.raw.sha256"
    truncate -s "${BACKUP_MIB}M" "$partial/backup.raw"
    mke2fs -q -t ext4 -O ^has_journal -U "$uuid" -L backup -E "hash_seed=$uuid" -d "$partial/backup" "$partial/backup.raw"
    rm -r "$partial/backup"
    image=backup.raw details=",\"guestSha256\":\"$sum\""
    ;;
  *) fail "KIND is $KIND; it can be host or guest" ;;
esac
rm -rf "$tree" "$partial/log"
chmod 644 "$partial/$image"
sum=$(sha256sum < "$partial/$image" | cut -d ' ' -f 1)
printf '{"kind":"%s","digest":"%s","archive":"%s","file":"%s","sha256":"%s"%s}\n' "$KIND" "$DIGEST" "$archive" "$image" "$sum" "$details" \
  > "$partial/metadata.json"
rm -rf "$finished"
mv "$partial" "$finished"
trap - EXIT
say "done, $(du -m "$finished/$image" | cut -f 1) MiB"
cat "$finished/metadata.json"
