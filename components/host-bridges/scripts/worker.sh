#!/bin/bash
# worker.sh WAIT_SEC: makes the change beside this file; takes it back where it fails or is not confirmed in time.
cd "$(dirname "$0")" || exit 1
if ip -batch move; then
  touch moved
  for ((tenths = 0; tenths < $1 * 10; tenths++)); do
    [[ -e confirmed ]] && exit 0
    sleep 0.1
  done
fi
ip -force -batch take-back
touch taken-back
