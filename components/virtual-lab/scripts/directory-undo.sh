# shellcheck shell=bash
# Undoes directory.sh, and with it every file of the lab. Input: LAB. A directory that is not a lab's is left alone.
[ -e "$LAB/name" ] || exit 0
rm -rf --one-file-system "$LAB"
rmdir --ignore-fail-on-non-empty "$(dirname "$LAB")"
