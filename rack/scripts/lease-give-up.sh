#!/bin/bash
# Declares a holder's leases void, for nobody can give them back any more: removes the machine's, and lets the next stack take the one
# on its LUN, which is not mounted now. Input: FILE, IDENTITY (words that only that holder's leases have), GIVEN_UP (file).
# lease.sh is read in front of it. Runs twice; a lease that another has is left alone, and while a step of the holder is at work nothing is done.
: "${FILE:?}" "${IDENTITY:?}" "${GIVEN_UP:?}"
lock_lease "$FILE" exclusive
mkdir -p "${GIVEN_UP%/*}"
write_whole "$GIVEN_UP" <<< "$IDENTITY"
if [[ $(text_of "$FILE") == *"$IDENTITY"* ]]; then rm "$FILE"; fi
