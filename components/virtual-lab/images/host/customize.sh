#!/bin/sh
# Makes a fresh Debian tree the hosts' image. Arguments: the tree. Input: IMAGES, the directory of this one's parent.
set -eu
tree=$1 here=$IMAGES/host
"$IMAGES/common/customize.sh" "$tree"
install -m 644 "$here/crossbed-identity.service" "$tree/etc/systemd/system/crossbed-identity.service"

mkdir -p "$tree/etc/systemd/journald.conf.d" "$tree/etc/systemd/system/libvirtd.service.d"
printf '[Journal]\nStorage=volatile\n' > "$tree/etc/systemd/journald.conf.d/crossbed.conf"
printf '/dev/vda1 / ext4 noatime 0 0\n' > "$tree/etc/fstab"
# The fixed menu names the hypervisor's image without its version.
(cd "$tree/boot" && ln -sf "$(printf '%s\n' xen-*.gz | tail -n 1)" xen.gz)

# libvirtd stays: by default it ends after two idle minutes, and its socket may then refuse to start it again.
printf 'LIBVIRTD_ARGS=""\n' > "$tree/etc/default/libvirtd"
printf '[Unit]\nAfter=crossbed-identity.service\n' > "$tree/etc/systemd/system/libvirtd.service.d/crossbed.conf"
# A mount namespace for each guest costs seconds emulated.
printf 'namespaces = []\n' >> "$tree/etc/libvirt/qemu.conf"
# Debian's profile of libvirtd names Xen's programs where others keep its QEMU.
mkdir -p "$tree/etc/apparmor.d/local"
printf '/usr/libexec/xen-qemu-system-i386 PUx,\n' >> "$tree/etc/apparmor.d/local/usr.sbin.libvirtd"
# Emulation lacks VME, which libvirt's Xen driver would otherwise demand of the host's processor.
for model in x86_486 x86_pentium; do sed -i "/name='vme'/d" "$tree/usr/share/libvirt/cpu_map/$model.xml"; done

# Xen's own services have nothing to do under KVM, and cost ten seconds there.
mkdir -p "$tree/etc/systemd/system/xen.service.d" "$tree/etc/systemd/system/systemd-udev-trigger.service.d"
printf '[Unit]\nConditionPathExists=/sys/hypervisor/type\n' > "$tree/etc/systemd/system/xen.service.d/crossbed.conf"
# Only what a host has: announcing every device of the kernel again takes most of an emulated boot.
cat > "$tree/etc/systemd/system/systemd-udev-trigger.service.d/crossbed.conf" << 'UNIT'
[Service]
ExecStart=
ExecStart=-udevadm trigger --type=devices --action=add --subsystem-match=cpu --subsystem-match=virtio --subsystem-match=block --subsystem-match=net --subsystem-match=misc --subsystem-match=scsi
UNIT
# multipath where a LUN has a second path, and only there. sg3-utils' rules come with it and do not know the short WWIDs of the lab:
# they would take the LUNs' names away that systemd's rules give.
rm -f "$tree"/usr/lib/udev/rules.d/*sg3*.rules "$tree"/lib/udev/rules.d/*sg3*.rules
printf 'defaults {\n  find_multipaths yes\n  user_friendly_names no\n}\n' > "$tree/etc/multipath.conf"
mkdir -p "$tree/etc/systemd/system/multipathd.service.d"
cat > "$tree/etc/systemd/system/multipathd.service.d/crossbed.conf" << 'UNIT'
[Service]
ExecCondition=/bin/sh -c 'sort /sys/block/sd*/device/wwid | uniq -d | grep -q .'
UNIT
"$IMAGES/common/initrd.sh" "$tree" virtio_pci virtio_blk virtio_scsi sd_mod crc32c ext4 virtio_net

chroot "$tree" systemctl --quiet enable crossbed-identity.service ssh.service libvirtd.service multipathd.service
# Started by those who configure them, or not at all.
for unit in corosync dlm o2cb ocfs2 chrony sysstat osmo-stp kamailio libvirt-guests xendomains; do
  chroot "$tree" systemctl --quiet disable "$unit" > /dev/null 2>&1 || true
done
chroot "$tree" systemctl --quiet mask \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer logrotate.timer \
  man-db.timer sysstat-collect.timer sysstat-summary.timer sysstat-rotate.timer systemd-tmpfiles-clean.timer \
  e2scrub_reap.service systemd-timesyncd.service systemd-networkd-wait-online.service ldconfig.service \
  systemd-binfmt.service systemd-pstore.service getty@tty1.service serial-getty@ttyS0.service grub-common.service osmo-stp.service \
  modprobe@drm.service modprobe@efi_pstore.service modprobe@fuse.service \
  dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount
