#!/bin/bash
# Tells this host its peers' fencing devices, and lays down the program that uses them. The devices and their passwords lie under
# /run, open to root alone, and are gone with the next boot; the program may be called by dlm, and /run may forbid programs.
# Input: HOSTS (the peers' names); for each, numbered from 1: DEVICE_n (its description) and PASSWORD_n (empty where it has none),
# both in base64. PROGRAM (fence.sh in base64); BOOT_ID. Undone by remove-devices.sh. Runs twice: what is there is replaced.
: "${HOSTS:?}" "${PROGRAM:?}"
umask 077
directory=$HOST_RUN/fencing
program=$HOST_STATE/fencing/fence

mkdir -p "$HOST_RUN" "$directory" "${program%/*}"
rm -f "$directory"/*
read -ra hosts <<< "$HOSTS"
for n in "${!hosts[@]}"; do
  device=DEVICE_$((n + 1)) password=PASSWORD_$((n + 1))
  # The password first: dlm may ask for the device as soon as it is there.
  if [[ -n ${!password} ]]; then base64 -d <<< "${!password}" > "$directory/${hosts[n]}.password"; fi
  base64 -d <<< "${!device}" > "$directory/${hosts[n]}"
done
base64 -d <<< "$PROGRAM" > "$program.new"
chmod 700 "$program.new"
mv "$program.new" "$program"
