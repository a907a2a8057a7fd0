# shellcheck shell=bash
# Makes true: no domain of this name is left over from a creation that failed. libvirt keeps the definition of a domain
# that could not start, while nobody has recorded it, and it would be in the way of the next try.
# Inputs: LAB, DOMAIN, URI, INCARNATION. Undo: none. Running again changes nothing: a domain that runs, or that power.sh has
# recorded, stays.
defined=$(timeout 60 virsh --quiet --connect "$URI" domuuid "$DOMAIN" 2> /dev/null || true)
recorded=$(cat "$LAB/incarnations/$DOMAIN.uuid" 2> /dev/null || true)
if [ -n "$defined" ] && [ "$defined" != "$recorded" ] &&
  [ "$(timeout 60 virsh --quiet --connect "$URI" domstate "$DOMAIN")" = "shut off" ]; then
  timeout 60 virsh --quiet --connect "$URI" undefine "$DOMAIN"
  echo "removed the leftover definition of $DOMAIN" >&2
fi
record_incarnation "$DOMAIN.clear" "$INCARNATION"
