#!/bin/bash
# Makes the host run the wanted hypervisor: where it does not, saves the GRUB entry and restarts the host. booted.sh waits
# for the new boot. grub-menu.sh is read in front of it. Input: HYPERVISOR_TYPE (what /sys/hypervisor/type must say; empty: nothing), ENTRY (GRUB menu entry: id, title or path), URIS
# (libvirt's connections, of which the host answers some); BOOT_ID. Not undone: the next stack boots what it needs. Runs twice: a
# host that runs the wanted one is left alone.
: "${HYPERVISOR_TYPE?}" "${ENTRY:?}" "${URIS:?}"

type=''
if [[ -e /sys/hypervisor/type ]]; then type=$(< /sys/hypervisor/type); fi
[[ $type != "$HYPERVISOR_TYPE" ]] || exit 0

read -ra uris <<< "$URIS"
guests=$(for uri in "${uris[@]}"; do virsh -q -c "$uri" list --name 2> /dev/null || true; done | grep -v '^Domain-0$' | xargs || true)
mounts=$(awk '$3 == "gfs2" || $3 == "ocfs2" { print $2 }' /proc/mounts | xargs)
if [[ -n $guests$mounts ]]; then
  echo "$HOSTNAME must restart into $ENTRY, but it is in use: guests \"$guests\", cluster file systems \"$mounts\". Take down what uses them." >&2
  exit 1
fi

shopt -s nullglob
menu=(/boot/grub*/grub.cfg) loader=()
if ((${#menu[@]} == 0)); then
  echo "$HOSTNAME has no boot menu of GRUB: there is no file /boot/grub*/grub.cfg. Install GRUB there; Crossbed chooses what a host boots by its menu." >&2
  exit 1
fi
if grep -qs '^[[:space:]]*blscfg' "${menu[@]}"; then loader=(/boot/loader/entries/*.conf); fi
entries=$(menu_entries "${menu[@]}" && loader_entries "${loader[@]}")
if ! grep -qxF -- "$ENTRY" <<< "$entries"; then
  # The first name of each.
  firsts=$(awk 'NF && !before { print "  " $0 } { before = NF }' <<< "$entries")
  printf 'GRUB on %s has no entry "%s". It has, each named from the top of the menu:\n%s\nCorrect bootEntries in the inventory.\n' "$HOSTNAME" "$ENTRY" "$firsts" >&2
  exit 1
fi
if ! grep -qs saved_entry "${menu[@]}"; then
  echo "GRUB on $HOSTNAME ignores the saved entry. Set GRUB_DEFAULT=saved in /etc/default/grub and run update-grub." >&2
  exit 1
fi
environments=(/boot/grub*/grubenv)
if ! editor=$(type -P grub-editenv || type -P grub2-editenv); then
  echo "$HOSTNAME has no grub-editenv, so this step cannot choose its boot entry. Run there: apt-get install grub-common (dnf: grub2-tools-minimal)." >&2
  exit 1
fi
"$editor" "${environments[0]:-${menu[0]%/*}/grubenv}" set "saved_entry=$ENTRY"
sync

# Nobody may reach the old boot any more: the next connection must find the new one. Open connections, like ours,
# outlive the listener. Should the restart hang, it returns.
listeners=()
for unit in ssh.socket ssh.service sshd.socket sshd.service; do
  if systemctl -q is-active "$unit"; then listeners+=("$unit"); fi
done
systemd-run -q --collect --on-active=300 systemctl start "${listeners[@]}"
systemd-run -q --collect --on-active=2 systemctl reboot
systemctl stop "${listeners[@]}"
echo "$HOSTNAME restarts into $ENTRY"
