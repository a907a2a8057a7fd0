#!/bin/bash
# Makes room for a guest that Pulumi does not know yet: what is left of an earlier one with this name, whose state was
# lost or whose creation was cut short, is cleared. One that runs, here or on a peer, is never touched but named.
# Input: DOMAIN, URI, DISKS (files of ours that may be left), PEERS (name=address …). Undone by slot-release.sh. Runs twice.
: "${DOMAIN:?}" "${URI:?}" "${DISKS:?}" "${PEERS?}"
records=$HOST_GUESTS

refuse() {
  echo "$DOMAIN already runs on $1, but this stack's state does not know it. Nothing was touched. If nobody needs it, run there: virsh -c $URI destroy $DOMAIN" >&2
  exit 1
}
if virsh -q -c "$URI" list --name | grep -qxF "$DOMAIN"; then refuse "$HOSTNAME"; fi
read -ra peers <<< "$PEERS"
elsewhere=$("$HOST_SSH/running-elsewhere" "$URI" "$DOMAIN" "${peers[@]}")
if [[ -n $elsewhere ]]; then refuse "$elsewhere"; fi

if virsh -q -c "$URI" domstate "$DOMAIN" > /dev/null 2>&1; then virsh -q -c "$URI" undefine "$DOMAIN"; fi
read -ra disks <<< "$DISKS"
rm -f "${disks[@]}" "${disks[@]/%/.owner}" "${disks[@]/%/.incoming}" "${disks[0]%.*}.xml" "$records/$DOMAIN."*
mkdir -p "$records" "$HOST_LOGS"
