#!/bin/bash
# Gives the lease back. Input: FILE, STACK, HOLDER. Runs twice; a lease that another has is left alone.
: "${FILE:?}" "${STACK:?}" "${HOLDER:?}"
if [[ -e $FILE && $(< "$FILE") == *"\"stack\":\"$STACK\",\"holder\":\"$HOLDER\""* ]]; then rm "$FILE"; fi
rmdir --ignore-fail-on-non-empty "$(dirname "$FILE")" 2> /dev/null || true
