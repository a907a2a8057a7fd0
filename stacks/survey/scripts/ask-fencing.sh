#!/bin/bash
# Has a host ask the fencing device of each of its peers for its status; nothing is fenced. Says for each a line, words set apart by tabs:
# `fencing`, the peer, why its device did not answer (nothing where it did). device-files.sh is read in front of it. Input: HOSTS (the peers), DEVICE_n,
# PASSWORD_n, PROGRAM (fence.sh in base64). What it needs lies in memory, for root alone, until it ends; it changes nothing else, and may run twice.
: "${HOSTS:?}" "${PROGRAM:?}"
umask 077
directory=$(mktemp -d -p /run)
trap 'rm -rf "$directory"' EXIT
write_devices "$directory"
base64 -d <<< "$PROGRAM" > "$directory/.fence"
# Less than the time in which this script itself must answer.
patience_sec=75

ask() {
  local said status=0
  said=$(printf 'host=%s\naction=status\n' "$1" | CROSSBED_FENCING=$directory timeout "$patience_sec" bash "$directory/.fence" 2>&1) || status=$?
  said=${said##*$'\n'}
  case $status in
    0) said='' ;;
    124) said="it said nothing within $patience_sec s" ;;
  esac
  printf 'fencing\t%s\t%s\n' "$1" "${said//$'\t'/ }"
}
read -ra hosts <<< "$HOSTS"
for host in "${hosts[@]}"; do ask "$host" & done
wait
