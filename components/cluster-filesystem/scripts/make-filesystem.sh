#!/bin/bash
# Makes the cluster file system on the shared LUN if the LUN is blank; keeps one of ours; refuses anything else. lun-mark.sh and
# lun-blank.sh are read in front of it. Input: KIND (gfs2 or ocfs2), DEVICE, WWID, LABEL (GFS2's lock table, OCFS2's volume label),
# CLUSTER, MEMBERS, JOURNAL_MIB, MACHINES (digests of the rack's hosts, with commas), ADOPT (UUID of a file system without a mark
# that the operator says is this rack's; `any` where the LUN can be nobody else's; may be empty). Never undone: what is on a LUN stays. Runs twice:
# a mark at the end of the LUN says what was finished there, for which machines, and reveals a format of ours that was interrupted.
: "${KIND:?}" "${DEVICE:?}" "${WWID:?}" "${LABEL:?}" "${CLUSTER:?}" "${MEMBERS:?}" "${JOURNAL_MIB:?}" "${MACHINES:?}" "${ADOPT?}"

# Whether the file system is there from its first to its last write. Journals of a member that died do not count.
is_whole() {
  local said
  case $KIND in
    gfs2) timeout 3000 fsck.gfs2 -n "$DEVICE" < /dev/null >&2 ;;
    ocfs2)
      # Its status is 0 also where it has found damage, which -n forbids it to repair. A finding has a code in front (fsck.ocfs2.checks(8)).
      said=$(timeout 3000 fsck.ocfs2 -n -f "$DEVICE" < /dev/null 2>&1) || { echo "$said" >&2; return 1; }
      echo "$said" >&2
      ! grep -q '^\[[A-Z0-9_]*\] ' <<< "$said"
      ;;
  esac
}

format() {
  local block_bytes=4096 uuid=$1
  local blocks=$((free_bytes / block_bytes))
  # The file system type sizes clusters, for a device of at least 2 GiB.
  local clusters=(-T vmstore)
  ((free_bytes >= 2147483648)) || clusters=(-C 128K)
  case $KIND in
    gfs2)
      mkfs.gfs2 -q -O -K -b $block_bytes -U "$uuid" -p lock_dlm -t "$LABEL" -j "$MEMBERS" -J "$JOURNAL_MIB" "$DEVICE" "$blocks"
      ;;
    ocfs2)
      mkfs.ocfs2 -q -x --nodiscard -b $block_bytes -U "$uuid" -N "$MEMBERS" -J "size=${JOURNAL_MIB}M" "${clusters[@]}" \
        --fs-feature-level=max-features --cluster-stack=o2cb --cluster-name="$CLUSTER" -L "$LABEL" "$DEVICE" "$blocks"
      ;;
  esac
}

forget_reads "$DEVICE"
bytes=$(lun_bytes "$DEVICE")
free_bytes=$(unreserved_bytes "$bytes")
# Status 2 means that nothing was found; any other failure, that the LUN cannot be read or has signatures of several file systems.
status=0
found=$(blkid -p -o export "$DEVICE") || status=$?
if [[ $status == 8 ]]; then refuse "signatures of several file systems"; fi
((status == 0 || status == 2)) || exit "$status"
value() { sed -n "s/^$1=//p" <<< "$found"; }
type=$(value TYPE) label=$(value LABEL) uuid=$(value UUID)
read -r _ _ state marked_label marked_uuid marked_machines <<< "$(read_mark "$DEVICE")" || true

if [[ -n $state ]]; then
  known=$(shared "$marked_machines" "$MACHINES")
  if [[ $marked_label != "$LABEL" || -z $known && $ADOPT != "$marked_uuid" && $ADOPT != any ]]; then
    refuse "$marked_label of other hosts than this rack's (their digests: $marked_machines; this rack's: $MACHINES)" \
      "A LUN belongs to one rack. If all cards of the rack's hosts were replaced, say that the file system is this rack's: adopt: $marked_uuid beside the LUN's WWID in the inventory."
  fi
fi
case $state in
  holds)
    if [[ $type != "$KIND" || $label != "$LABEL" || $uuid != "$marked_uuid" ]]; then
      refuse "${type:-no file system}, labelled \"$label\", UUID ${uuid:-none}, where $marked_label with UUID $marked_uuid was made"
    fi
    machines=$(union "$marked_machines" "$MACHINES")
    [[ $machines == "$marked_machines" ]] || write_mark "$DEVICE" "crossbed 1 holds $LABEL $uuid $machines"
    exit 0
    ;;
  formats)
    # A mkfs that was cut leaves none, or its own; whatever else is there came later.
    if [[ -n $type && ($type != "$KIND" || -n $label && $label != "$LABEL" || -n $uuid && $uuid != "$marked_uuid") ]]; then
      refuse "$type, labelled \"$label\", UUID ${uuid:-none}, in the place of a file system that Crossbed had begun to make"
    fi
    if [[ $type == "$KIND" && $uuid == "$marked_uuid" ]] && is_whole; then
      write_mark "$DEVICE" "crossbed 1 holds $LABEL $uuid $(union "$marked_machines" "$MACHINES")"
      exit 0
    fi
    echo "An earlier format of LUN $WWID was cut off; this step makes its file system again." >&2
    ;;
  '')
    if [[ $type == "$KIND" && $label == "$LABEL" ]]; then
      # It is as large as the LUN, so that there is no room for a mark.
      [[ $ADOPT != "$uuid" && $ADOPT != any ]] || exit 0
      refuse "$type, labelled \"$label\", UUID $uuid, without the mark that says whose it is: an earlier version of Crossbed made it, for this rack or for another of the same name" \
        "If it is this rack's, write adopt: $uuid beside the LUN's WWID in the inventory; else give another WWID."
    fi
    content=$(content_of "$DEVICE" "$bytes")
    if [[ -n $content ]]; then refuse "$content"; fi
    ;;
  *) refuse "a mark of another version of Crossbed (state $state)" "Use that version." ;;
esac

uuid=$(< /proc/sys/kernel/random/uuid)
mark="crossbed 1 formats $LABEL $uuid $MACHINES"
write_mark "$DEVICE" "$mark"
format "$uuid"
forget_reads "$DEVICE"
if [[ $(read_mark "$DEVICE") != "$mark" ]]; then
  echo "LUN $WWID ($DEVICE on $HOSTNAME): somebody else formats it at the same time. Find out who has this LUN, and take it from one of them." >&2
  exit 1
fi
if ! is_whole; then
  echo "LUN $WWID ($DEVICE on $HOSTNAME): the check above finds the new $KIND damaged. Look at the LUN's paths and the host's kernel log." >&2
  exit 1
fi
write_mark "$DEVICE" "crossbed 1 holds $LABEL $uuid $MACHINES"
