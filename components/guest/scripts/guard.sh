#!/bin/bash
# Puts the guard of guests' starts among libvirt's hooks, and beside it what guests of Xen need: xen-vif and wake-guest.
# Input: GUARD, VIF, WAKE (their texts in base64), DRIVER (qemu or libxl); BOOT_ID.
# Undone by guard-undo.sh. Runs twice: a guard that stands is left alone. libvirt looks for hooks only when it starts, and
# guests outlive its restart.
: "${GUARD:?}" "${VIF:?}" "${WAKE:?}" "${DRIVER:?}"
# Puts a program, its text in base64, in place in one step.
install_program() {
  base64 -d <<< "$1" > "$2.new"
  chmod 755 "$2.new"
  mv "$2.new" "$2"
}
hook=/etc/libvirt/hooks/$DRIVER.d/crossbed
# Stands from before a first hook until libvirt has seen it, should this be cut short; gone after a reboot, as is the need.
unseen=/run/crossbed-guard-$DRIVER.unseen
mkdir -p "${hook%/*}"
[[ -e $hook ]] || touch "$unseen"
install_program "$GUARD" "$hook"
install_program "$VIF" /var/lib/crossbed/xen-vif
install_program "$WAKE" /var/lib/crossbed/wake-guest
[[ -e $unseen ]] || exit 0
for unit in libvirtd.service virtqemud.service virtxend.service; do
  if systemctl -q is-active "$unit"; then systemctl restart "$unit"; fi
done
rm -f "$unseen"
