#!/bin/bash
# Clears what a failed creation left of a guest that Pulumi begins again with: a definition that was never started to the
# end. It is set aside, and guest-ready.sh puts it back should Pulumi know it after all. Input: DOMAIN, URI, STRAY (UUID of
# the definition, empty where there is none). Runs twice: it touches nothing but that one definition, and not if it runs.
: "${DOMAIN:?}" "${URI:?}"
records=/var/lib/crossbed/guests
mkdir -p "$records" /var/log/crossbed
[[ -n ${STRAY:-} ]] || exit 0
[[ $(virsh -q -c "$URI" domuuid "$DOMAIN" 2> /dev/null) == "$STRAY" ]] || exit 0
[[ $(virsh -q -c "$URI" domstate "$DOMAIN") == "shut off" ]] || exit 0
virsh -q -c "$URI" dumpxml --inactive --security-info "$DOMAIN" > "$records/$DOMAIN.xml"
virsh -q -c "$URI" undefine "$DOMAIN"
