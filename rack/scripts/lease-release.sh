#!/bin/bash
# Gives the lease back. Input: FILE, STACK, CLONE, HOLDER. lease.sh is read in front of it. Runs twice; leaves another's lease alone.
: "${FILE:?}" "${STACK:?}" "${CLONE:?}" "${HOLDER:?}"
lock_lease "$FILE" exclusive
if [[ $(text_of "$FILE") == *"$(words_of "$STACK" "$CLONE" "$HOLDER")"* ]]; then rm "$FILE"; fi
rmdir --ignore-fail-on-non-empty "${FILE%/*}" 2> /dev/null || true
