#!/bin/bash
# Puts the guard of guests' starts among libvirt's hooks, and beside it the programs that the platform's guests need.
# Input: GUARD (its text in base64), DRIVER (libvirt's, as its hooks have it), HELPERS (name or path=text in base64 …); BOOT_ID.
# Undone by guard-undo.sh. Runs twice: a guard that stands is left alone. libvirt looks for hooks only when it starts, and
# guests outlive its restart.
: "${GUARD:?}" "${DRIVER:?}" "${HELPERS?}"
# Puts a program, its text in base64, in place in one step.
install_program() {
  base64 -d <<< "$1" > "$2.new"
  chmod 755 "$2.new"
  mv "$2.new" "$2"
}
hook=/etc/libvirt/hooks/$DRIVER.d/crossbed
# Stands from before a first hook until libvirt has seen it, should this be cut short; gone after a reboot, as is the need.
unseen=$HOST_RUN/guard-$DRIVER.unseen
mkdir -p "${hook%/*}" "$HOST_RUN"
[[ -e $hook ]] || touch "$unseen"
install_program "$GUARD" "$hook"
read -ra helpers <<< "$HELPERS"
for helper in "${helpers[@]}"; do
  place=${helper%%=*}
  [[ $place == /* ]] || place=$HOST_STATE/$place
  mkdir -p "${place%/*}"
  install_program "${helper#*=}" "$place"
done
[[ -e $unseen ]] || exit 0
for unit in libvirtd.service virtqemud.service virtxend.service; do
  if systemctl -q is-active "$unit"; then systemctl restart "$unit"; fi
done
rm -f "$unseen"
