# shellcheck shell=bash
# Undoes seed.sh. Inputs: LAB, MACHINE.
: "${MACHINE:?}"
rm -rf "$LAB/identities/$MACHINE" "$LAB/identities/$MACHINE.seed" "$LAB/ssh/config.d/$MACHINE" "$LAB/ssh/known_hosts.$MACHINE"
