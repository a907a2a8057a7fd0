#!/bin/bash
# Clears what a failed or interrupted creation left of a guest that Pulumi creates again: a definition whose start nobody recorded, so
# that no step has worked in it, even if it runs. This script sets the definition aside, and guest-ready.sh puts it back
# should Pulumi know it after all. Input: DOMAIN, URI, STRAY (UUID of the definition, empty where there is none). Runs twice:
# it touches nothing but that one definition.
: "${DOMAIN:?}" "${URI:?}" "${STRAY?}"
records=$HOST_GUESTS
mkdir -p "$records" "$HOST_LOGS"
[[ -n $STRAY ]] || exit 0
[[ $(virsh -q -c "$URI" domuuid "$DOMAIN" 2> /dev/null) == "$STRAY" ]] || exit 0
virsh -q -c "$URI" dumpxml --inactive --security-info "$DOMAIN" | write_whole "$records/$DOMAIN.xml"
[[ $(virsh -q -c "$URI" domstate "$DOMAIN") == "shut off" ]] || virsh -q -c "$URI" destroy "$DOMAIN"
virsh -q -c "$URI" undefine "$DOMAIN"
