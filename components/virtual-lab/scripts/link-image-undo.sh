# shellcheck shell=bash
# Undoes link-image.sh, so that the pool's directory is empty when libvirt removes it. Inputs: LAB, POOL, NAME.
: "${POOL:?}" "${NAME:?}"
rm -f "$LAB/pools/$POOL/$NAME"
