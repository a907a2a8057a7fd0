#!/bin/bash
# Takes the lease on a machine, or on a LUN (then FILE is in its file system), for a stack, or says who has it.
# Input: FILE, STACK, IDENTITY (words that only this holder's leases have), EARLIER (those of leases before they named clones), RECORD (the
# lease, with @NOW@ and @BOOT@ for the machine's own words), GIVEN_UP (file that names a holder whose leases an
# operator declared void, which ends when that holder takes a lease again); BOOT_ID. Undone by lease-release.sh. lease.sh is read in
# front of it. Runs twice: a lease of one's own is kept, with the time it was taken. The file appears whole or not at all, by a link. A void lease
# has a link named by its digest: of all who want the lease, on whichever host of a LUN, one gets that link, and only he replaces the file.
: "${FILE:?}" "${STACK:?}" "${IDENTITY:?}" "${EARLIER:?}" "${RECORD:?}" "${GIVEN_UP:?}"
given_up=$(text_of "$GIVEN_UP")
if [[ $given_up == "$IDENTITY" ]]; then
  rm -f "$GIVEN_UP"
  given_up=
fi

# An earlier run may have left a step of one's own at work: one's own lease needs no lock.
[[ $(text_of "$FILE") == *"$IDENTITY"* ]] && exit 0
lock_lease "$FILE" exclusive

mkdir -p "${FILE%/*}"
new=$(mktemp "$FILE.XXXXXXXX")
trap 'rm -f "$new"' EXIT
chmod 0644 "$new"
lease=${RECORD/@NOW@/$(date -u +%Y-%m-%dT%H:%M:%SZ)}
printf '%s\n' "${lease/@BOOT@/$(< /proc/sys/kernel/random/boot_id)}" > "$new"
sync "$new"
if ln "$new" "$FILE" 2> /dev/null; then exit 0; fi

refuse() {
  echo "$HOSTNAME is held: $1. Take that stack down (pulumi destroy), or switch to this one (crossbed switch $STACK)." >&2
  exit 1
}
is_void() {
  # Void where a loss of power left it empty or cut: it names nobody, and nobody could ever give it back.
  [[ $1 == '{"'*'"}' ]] || return 0
  # Void for an update where this clone took it before leases named clones, by a step that its state knows.
  [[ ${updates:-} == yes && $1 == *"$EARLIER"* ]] && return 0
  [[ -n $given_up && $1 == *"$given_up"* ]]
}

lease=$(< "$FILE")
[[ $lease == *"$IDENTITY"* ]] && exit 0
is_void "$lease" || refuse "$lease"
claim=$FILE.after-$(sha256sum "$FILE" | cut -c 1-16)
if ! ln "$new" "$claim" 2> /dev/null; then
  claimed=$(text_of "$claim")
  # A taker that was interrupted between its two steps goes on where it stopped; one whose leases were declared void since gives way.
  if [[ $claimed != *"$IDENTITY"* ]]; then
    is_void "$claimed" || refuse "$claimed"
    mv "$new" "$claim"
  fi
fi
# A late taker claims a lease that another has replaced meanwhile.
if [[ $(text_of "$FILE") != "$lease" ]]; then
  rm -f "$claim"
  refuse "$(text_of "$FILE")"
fi
mv "$claim" "$FILE"
