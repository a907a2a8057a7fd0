#!/bin/bash
# Lays out the LUN of sbd, over which hosts cut each other off, if the LUN is blank; keeps ours; refuses anything else. lun-mark.sh and
# lun-blank.sh are read in front of it. Input: DEVICE, WWID, LABEL, MACHINES (digests of the rack's hosts, with commas), WATCHDOG_SEC (how long a
# host may go without the LUN), MSGWAIT_SEC (when a message counts as delivered). Never undone: what is on a LUN stays. Runs twice: a mark at the
# end of the LUN says what was finished there and for which machines. Other times are written anew, while no host's sbd reads the LUN.
: "${DEVICE:?}" "${WWID:?}" "${LABEL:?}" "${MACHINES:?}" "${WATCHDOG_SEC:?}" "${MSGWAIT_SEC:?}"
# 255 slots with their messages, in blocks of 4 KiB, and the mark's place.
least_bytes=8388608

header=''
# read_header: what sbd finds on the LUN; nothing where it finds nothing of its own.
read_header() { header=$(sbd -d "$DEVICE" dump 2> /dev/null) || header=''; }
field() { sed -n "s/^$1 *: //p" <<< "$header"; }
has_times() { [[ $(field 'Timeout (watchdog)') == "$WATCHDOG_SEC" && $(field 'Timeout (msgwait)') == "$MSGWAIT_SEC" ]]; }

# A header that changes makes every sbd that reads it reset its host.
refuse_readers() {
  local name message
  while IFS=$'\t' read -r _ name message _; do
    # Whoever wrote one to cut a host off waits for its effect.
    [[ $message != reset && $message != off ]] || continue
    # The answer is in the slot: ping's own status is always 0.
    sbd -d "$DEVICE" ping "$name" > /dev/null 2>&1 || true
    if sbd -d "$DEVICE" list | awk -F '\t' -v name="$name" '$2 == name && $3 == "clear" { found = 1 } END { exit !found }'; then
      echo "LUN $WWID has other times than the inventory (watchdogSec), and sbd on $name reads it. Take the stack down (pulumi destroy), then up again." >&2
      exit 1
    fi
  done < <(sbd -d "$DEVICE" list)
}

forget_reads "$DEVICE"
bytes=$(lun_bytes "$DEVICE")
if ((bytes < least_bytes)); then
  echo "LUN $WWID ($DEVICE on $HOSTNAME) has $bytes bytes, and sbd's needs $least_bytes. Give a larger one." >&2
  exit 1
fi
read -r _ _ state marked_label marked_uuid marked_machines <<< "$(read_mark "$DEVICE")" || true
read_header
case $state in
  holds | formats)
    if [[ $marked_label != "$LABEL" || -z $(shared "$marked_machines" "$MACHINES") ]]; then
      refuse "$marked_label of other hosts than this rack's (their digests: $marked_machines; this rack's: $MACHINES)" \
        "A LUN belongs to one rack. If all cards of the rack's hosts were replaced, clear the LUN: blkdiscard --zeroout $DEVICE"
    fi
    MACHINES=$(union "$marked_machines" "$MACHINES")
    if [[ $state == holds ]]; then
      if [[ $(field UUID) != "$marked_uuid" ]]; then
        refuse "${header:+another }layout of sbd${header:+, UUID $(field UUID),} where one with UUID $marked_uuid was made"
      fi
      if has_times; then
        [[ $MACHINES == "$marked_machines" ]] || write_mark "$DEVICE" "crossbed 1 holds $LABEL $marked_uuid $MACHINES"
        exit 0
      fi
      refuse_readers
    fi
    ;;
  '')
    if [[ -n $header ]]; then
      refuse "a layout of sbd, UUID $(field UUID), without the mark that says whose it is"
    fi
    content=$(content_of "$DEVICE" "$bytes")
    if [[ -n $content ]]; then refuse "$content"; fi
    ;;
  *) refuse "a mark of another version of Crossbed (state $state)" "Use that version." ;;
esac

mark="crossbed 1 formats $LABEL none $MACHINES"
write_mark "$DEVICE" "$mark"
sbd -d "$DEVICE" -1 "$WATCHDOG_SEC" -4 "$MSGWAIT_SEC" create >&2
forget_reads "$DEVICE"
read_header
if [[ $(read_mark "$DEVICE") != "$mark" ]] || ! has_times; then
  echo "LUN $WWID ($DEVICE on $HOSTNAME): what was written there is not what is read. Find out who else has this LUN, and take it from one of them." >&2
  exit 1
fi
write_mark "$DEVICE" "crossbed 1 holds $LABEL $(field UUID) $MACHINES"
