#!/bin/bash
# Removes the host's records of a guest that is gone, its definition beside its disk, and whom the guard named. While libvirt has the guest, they
# stay and this fails: they keep a second copy away. Only a guest whose start nobody recorded, which a creation that was cut short left, is ended first.
# Input: DOMAIN, URI, CONSOLE (its log), DISKS. Runs twice.
: "${DOMAIN:?}" "${URI:?}" "${CONSOLE:?}" "${DISKS:?}"
# A libvirt that cannot be asked is an error, never a guest that is gone.
known=$(virsh -q -c "$URI" list --all --name)
if grep -qxF -- "$DOMAIN" <<< "$known"; then
  if [[ -e $HOST_GUESTS/$DOMAIN.started ]]; then
    echo "libvirt on $HOSTNAME still has $DOMAIN ($(virsh -q -c "$URI" domstate "$DOMAIN")), so its records, which keep a second copy from starting, stay as they are; nothing was touched. Leave its slot out of --replace. If nobody needs the guest, run there: virsh -c $URI destroy $DOMAIN; virsh -c $URI undefine $DOMAIN. Then run this again." >&2
    exit 1
  fi
  [[ $(virsh -q -c "$URI" domstate "$DOMAIN") == "shut off" ]] || virsh -q -c "$URI" destroy "$DOMAIN"
  virsh -q -c "$URI" undefine "$DOMAIN"
fi
read -ra disks <<< "$DISKS"
rm -f "${disks[@]/%/.owner}" "${disks[@]/%/.incoming}" "${disks[0]%.*}.xml"
rm -f "$HOST_GUESTS/$DOMAIN."* "$CONSOLE"
rmdir --ignore-fail-on-non-empty "$HOST_GUESTS" "$HOST_STATE" "$HOST_LOGS" 2> /dev/null || true
