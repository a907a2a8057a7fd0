#!/bin/bash
# Declares a holder's leases void, for nobody can give them back any more: the host's is removed, and the one on its LUN, which
# is not mounted now, may be taken by the next stack. Input: FILE, STACK, HOLDER, GIVEN_UP (file). Runs twice; a lease that
# another has is left alone.
: "${FILE:?}" "${STACK:?}" "${HOLDER:?}" "${GIVEN_UP:?}"
mine="\"stack\":\"$STACK\",\"holder\":\"$HOLDER\""
mkdir -p "$(dirname "$GIVEN_UP")"
write_whole "$GIVEN_UP" <<< "$mine"
if [[ -e $FILE && $(< "$FILE") == *"$mine"* ]]; then rm "$FILE"; fi
