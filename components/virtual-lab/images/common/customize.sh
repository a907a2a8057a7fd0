#!/bin/sh
# What both images have: the identity reader and sshd's settings, and nothing that belongs to one machine: no name, no
# address, no key. Arguments: the tree. Input: IMAGES, the directory of this one's parent.
set -eu
tree=$1
install -m 755 "$IMAGES/common/crossbed-identity" "$tree/usr/local/sbin/crossbed-identity"
install -m 644 "$IMAGES/common/sshd.conf" "$tree/etc/ssh/sshd_config.d/crossbed.conf"
rm -f "$tree"/etc/ssh/ssh_host_*
# The state of Debian's archive that the image is made from: the newest date of the indexes that apt has read.
sed -n 's/^Date: //p' "$tree"/var/lib/apt/lists/*Release |
  while read -r date; do date -u -d "$date" +%Y%m%dT%H%M%SZ; done | sort | tail -n 1 > "$tree/etc/crossbed-archive"
: > "$tree/etc/machine-id"
echo localhost > "$tree/etc/hostname"
echo '127.0.0.1 localhost' > "$tree/etc/hosts"
rm -f "$tree/etc/resolv.conf"
