#!/bin/bash
# Writes a guest's seed (format: components/virtual-host/seed.md) to its seed disk and prints the guest's public host key.
# The private half is made here and stays on the disk. Input: DISK, IDENTITY (the seed's first member, in base64),
# AUTHORIZED_KEY. Not undone: the disk goes with its volume. Runs twice: a host key that the disk holds is kept.
: "${DISK:?}" "${IDENTITY:?}" "${AUTHORIZED_KEY:?}"
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! tar -x -f "$DISK" -C "$work" 2> /dev/null || [[ ! -s $work/ssh_host_ed25519_key ]]; then
  rm -rf "${work:?}"/*
  ssh-keygen -q -t ed25519 -N '' -C guest -f "$work/ssh_host_ed25519_key"
fi
base64 -d <<< "$IDENTITY" > "$work/crossbed-seed"
# The host itself may log in as well: it asks the guest whether it is ready.
printf '%s\n' "$AUTHORIZED_KEY" > "$work/authorized_keys"
cat "$HOST_SSH/id.pub" >> "$work/authorized_keys"
tar --create --format=ustar --owner=0 --group=0 --file="$work/seed" --directory="$work" \
  crossbed-seed ssh_host_ed25519_key ssh_host_ed25519_key.pub authorized_keys
dd if="$work/seed" of="$DISK" bs=64K conv=notrunc,fsync status=none
cut -d' ' -f1,2 "$work/ssh_host_ed25519_key.pub"
