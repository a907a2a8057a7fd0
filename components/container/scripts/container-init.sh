#!/bin/busybox sh
# shellcheck shell=dash
# First program of a container: gives it its identity from /etc/crossbed-seed (format: components/virtual-host/seed.md), then becomes
# sshd. Where a guest reads a disk and mounts its file systems, a container has a folder, and file systems that are mounted.
set -eu
umask 077
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$HOST_RUN" /run/sshd /run/lock
chmod 755 "$HOST_RUN" /run/sshd /run/lock
exec > "$HOST_RUN/init.log" 2>&1
seed=/etc/crossbed-seed
# The kernel's boot id is the host's: this one tells the container's own starts apart.
cat /proc/sys/kernel/random/uuid > "$HOST_RUN/boot-id"
cp "$seed/ssh_host_ed25519_key" "$seed/ssh_host_ed25519_key.pub" /etc/ssh/
mkdir -p /root/.ssh
cp "$seed/authorized_keys" /root/.ssh/
echo "127.0.0.1 localhost" > /etc/hosts
chmod 644 /etc/hosts
ip link set lo up
while read -r keyword first second; do
  case $keyword in
    hostname)
      hostname "$first" || true
      echo "$first" > /etc/hostname
      ;;
    host) echo "$first $second" >> /etc/hosts ;;
    interface)
      for interface in /sys/class/net/*; do
        read -r mac < "$interface/address"
        [ "$mac" = "$first" ] || continue
        ip link set "${interface##*/}" up
        ip address replace "$second" dev "${interface##*/}"
      done
      ;;
  esac
done < "$seed/crossbed-seed"
umask 022
exec /usr/sbin/sshd -D -e
