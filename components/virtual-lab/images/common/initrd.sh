#!/bin/sh
# Makes the images' own initial RAM disk: busybox and the drivers of the machine's disks, in the order they depend on each
# other. Far smaller and faster than the distribution's, which matters under emulation. Arguments: the tree, the modules.
# Input: IMAGES, SOURCE_DATE_EPOCH. Prints nothing; leaves $tree/boot/initrd-crossbed.img.
set -eu
tree=$1
shift
disk=$tree/tmp/initrd
version=$(basename "$tree"/lib/modules/*)
mkdir -p "$disk/bin" "$disk/modules" "$disk/proc" "$disk/sys" "$disk/dev" "$disk/root"
cp "$tree/bin/busybox" "$disk/bin/busybox"
# Busybox's shell finds its commands by /proc, so those that come before and after /proc is there need a name.
for name in mount switch_root; do ln -s busybox "$disk/bin/$name"; done
install -m 755 "$IMAGES/common/init" "$disk/init"
chroot "$tree" depmod "$version"
for module in "$@"; do
  chroot "$tree" modprobe --set-version "$version" --show-depends --ignore-install "$module"
done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r file; do
  name=$(basename "$file" .xz)
  case $file in
    *.xz) xz -dc "$tree$file" > "$disk/modules/$name" ;;
    *) cp "$tree$file" "$disk/modules/$name" ;;
  esac
  echo "$name" >> "$disk/modules/order"
done
find "$disk" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
chroot "$tree" sh -c 'cd /tmp/initrd && find . -print0 | LC_ALL=C sort -z |
  cpio --null --create --format=newc --reproducible --owner=0:0 --quiet' > "$tree/boot/initrd-crossbed.img"
rm -r "$disk"
rm -f "$tree/initrd.img"
ln -s boot/initrd-crossbed.img "$tree/initrd.img"
