#!/bin/bash
# Tells this host its peers' fencing devices, and lays down the program that uses them. The devices and their passwords lie under
# /run, open to root alone, and are gone with the next boot; the program may be called by dlm, and /run may forbid programs.
# device-files.sh is read in front of it. Input: HOSTS (the peers' names); for each DEVICE_n and PASSWORD_n; PROGRAM (fence.sh in base64); BOOT_ID. Undone by remove-devices.sh. Runs twice: what is there is replaced.
: "${HOSTS:?}" "${PROGRAM:?}"
umask 077
directory=$HOST_RUN/fencing
program=$HOST_STATE/fencing/fence

mkdir -p "$HOST_RUN" "$directory" "${program%/*}"
rm -f "$directory"/*
write_devices "$directory"
base64 -d <<< "$PROGRAM" > "$program.new"
chmod 700 "$program.new"
mv "$program.new" "$program"
