#!/bin/sh
# What both images have: the identity reader and sshd's settings, and nothing that belongs to one machine: no name, no
# address, no key. Arguments: the tree. Input: IMAGES, the directory of this one's parent.
set -eu
tree=$1
install -m 755 "$IMAGES/common/crossbed-identity" "$tree/usr/local/sbin/crossbed-identity"
install -m 644 "$IMAGES/common/sshd.conf" "$tree/etc/ssh/sshd_config.d/crossbed.conf"
rm -f "$tree"/etc/ssh/ssh_host_*
: > "$tree/etc/machine-id"
echo localhost > "$tree/etc/hostname"
echo '127.0.0.1 localhost' > "$tree/etc/hosts"
rm -f "$tree/etc/resolv.conf"
