#!/bin/bash
# Gives the lease back. Input: FILE, IDENTITY (words of the lease that only its holder's has). lease.sh is read in front of it. Runs twice; leaves another's lease alone.
: "${FILE:?}" "${IDENTITY:?}"
lock_lease "$FILE" exclusive
if [[ $(text_of "$FILE") == *"$IDENTITY"* ]]; then rm "$FILE"; fi
rmdir --ignore-fail-on-non-empty "${FILE%/*}" 2> /dev/null || true
