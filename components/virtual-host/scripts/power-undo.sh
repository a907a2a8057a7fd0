# shellcheck shell=bash
# Undoes what power.sh recorded; the domain itself goes with its resource. Inputs: LAB, DOMAIN.
: "${DOMAIN:?}"
rm -f "$LAB/incarnations/$DOMAIN" "$LAB/incarnations/$DOMAIN.uuid"
