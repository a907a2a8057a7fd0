#!/bin/bash
# Takes the lease on a host (or on a LUN, whose file system it is written to) for a stack, or says who has it.
# Input: FILE, STACK, HOLDER (user and machine), GIVEN_UP (file that names a holder whose leases an operator declared void,
# which ends when that holder takes a lease again). Undone by lease-release.sh. Runs twice: a lease of one's own is kept,
# with the time it was taken; the file appears whole or not at all, so of two takers at once one gets it.
: "${FILE:?}" "${STACK:?}" "${HOLDER:?}" "${GIVEN_UP:?}"
for word in "$STACK" "$HOLDER"; do
  [[ $word =~ ^[A-Za-z0-9._@:/+-]+$ ]] || { echo "a lease cannot name \"$word\"" >&2; exit 64; }
done

mine="\"stack\":\"$STACK\",\"holder\":\"$HOLDER\""
given_up=
if [[ -e $GIVEN_UP ]]; then IFS= read -r given_up < "$GIVEN_UP" || true; fi
if [[ $given_up == "$mine" ]]; then
  rm -f "$GIVEN_UP"
  given_up=
fi

mkdir -p "$(dirname "$FILE")"
printf '{"version":1,"stack":"%s","holder":"%s","since":"%s","boot":"%s"}\n' \
  "$STACK" "$HOLDER" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(< /proc/sys/kernel/random/boot_id)" > "$FILE.$$"
trap 'rm -f "$FILE.$$"' EXIT
sync "$FILE.$$"
if ln "$FILE.$$" "$FILE" 2> /dev/null; then exit 0; fi

lease=$(< "$FILE")
[[ $lease == *"$mine"* ]] && exit 0
if [[ -n $given_up && $lease == *"$given_up"* ]]; then
  mv "$FILE.$$" "$FILE"
  exit 0
fi
# Empty or cut by a loss of power: it names nobody, and nobody could ever give it back.
if [[ $lease != *'"stack":"'*'"holder":"'*'"boot":"'*'"}' ]]; then
  echo "the lease $FILE on $HOSTNAME could not be read; it is replaced" >&2
  mv "$FILE.$$" "$FILE"
  exit 0
fi
echo "$HOSTNAME is held: $lease. Take that stack down (pulumi destroy), or switch to this one (crossbed switch $STACK)." >&2
exit 1
