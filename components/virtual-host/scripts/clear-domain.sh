# shellcheck shell=bash
# Makes true: no domain of this name is left over from a creation that failed or was cut short and that nobody has recorded:
# it would stand in the way of the next try. It has done no work yet. Its definition is set aside, and power.sh puts it back
# should Pulumi know it after all.
# Inputs: LAB, DOMAIN, URI, INCARNATION. Undo: none. Running again changes nothing: a domain that power.sh has recorded stays.
: "${DOMAIN:?}" "${URI:?}" "${INCARNATION:?}"
virsh=(timeout "$LIBVIRT_SEC" virsh --quiet --connect "$URI")
defined=$("${virsh[@]}" domuuid "$DOMAIN" 2> /dev/null || true)
recorded=$(cat "$LAB/incarnations/$DOMAIN.uuid" 2> /dev/null || true)
if [ -n "$defined" ] && [ "$defined" != "$recorded" ]; then
  "${virsh[@]}" dumpxml --inactive --security-info "$defined" > "$LAB/run/$defined.xml"
  [ "$("${virsh[@]}" domstate "$defined")" = "shut off" ] || "${virsh[@]}" destroy "$defined"
  "${virsh[@]}" undefine "$defined"
  echo "removed the leftover $DOMAIN" >&2
fi
record_incarnation "$DOMAIN.clear" "$INCARNATION"
