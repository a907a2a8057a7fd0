#!/bin/sh
# Makes a fresh Debian tree the guests' image. Arguments: the tree. Input: IMAGES.
set -eu
tree=$1 here=$IMAGES/guest
"$IMAGES/common/customize.sh" "$tree"
install -m 644 "$here/inittab" "$tree/etc/inittab"
install -m 755 "$here/crossbed-boot" "$here/crossbed-halt" "$tree/usr/local/sbin/"
printf 'LABEL=guest / ext4 noatime 0 0\n' > "$tree/etc/fstab"

# One RAM disk for both hypervisors, and the protocol under test, ready before init.
"$IMAGES/common/initrd.sh" "$tree" virtio_pci virtio_rng virtio_blk xen-blkfront crc32c ext4 virtio_net xen-netfront sctp
