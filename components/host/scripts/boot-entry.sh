#!/bin/bash
# Makes the host run the wanted boot entry: where it runs something else, GRUB boots the entry once, and the host restarts. The saved
# entry stays until booted.sh has seen the host back as what was wanted: when the new boot hangs, a power cycle leads back to it.
# grub-menu.sh and boot-record.sh are read in front of it. Input: HYPERVISOR_TYPE (what /sys/hypervisor/type must say; empty: nothing), ENTRY
# (GRUB menu entry: id, title or path), URIS (libvirt's connections, of which the host answers some); BOOT_ID. Not undone: the next
# stack boots what it needs. Runs twice: a host that runs the wanted entry is left alone.
: "${HYPERVISOR_TYPE?}" "${ENTRY:?}" "${URIS:?}"

boot_id=$(this_boot)
read -r booted_boot booted_entry <<< "$(recorded booted)"
fits=no
if [[ $(hypervisor_type) == "$HYPERVISOR_TYPE" ]]; then fits=yes; fi
if [[ $fits == yes && $booted_boot == "$boot_id" && $booted_entry == "$ENTRY" ]]; then exit 0; fi

# cannot TEXT: ends, as a failure only where the host must restart.
cannot() {
  echo "$1" >&2
  [[ $fits == yes ]] || exit 1
  echo "$HOSTNAME runs the kind of hypervisor that was asked for, so it is left as it is." >&2
  exit 0
}

shopt -s nullglob
menu=(/boot/grub*/grub.cfg) loader=()
if ((${#menu[@]} == 0)); then
  cannot "$HOSTNAME has no boot menu of GRUB: there is no file /boot/grub*/grub.cfg. Install GRUB there; Crossbed chooses what a host boots by its menu."
fi
if grep -qs '^[[:space:]]*blscfg' "${menu[@]}"; then loader=(/boot/loader/entries/*.conf); fi
entries=$(menu_entries "${menu[@]}" && loader_entries "${loader[@]}")
if ! grep -qxF -- "$ENTRY" <<< "$entries"; then
  # The first name of each.
  firsts=$(awk 'NF && !before { print "  " $0 } { before = NF }' <<< "$entries")
  cannot "GRUB on $HOSTNAME has no entry \"$ENTRY\". It has, each named from the top of the menu:"$'\n'"$firsts"$'\n'"Correct bootEntries in the inventory."
fi
if ! reads_environment "${menu[@]}"; then
  cannot "GRUB on $HOSTNAME ignores the saved entry, or one for the next boot alone. Set GRUB_DEFAULT=saved in /etc/default/grub and run update-grub."
fi
if ! saved=$(edit_environment list | sed -n 's/^saved_entry=//p'); then
  cannot "$HOSTNAME has no grub-editenv, so this step cannot choose its boot entry. Run there: apt-get install grub-common (dnf: grub2-tools-minimal)."
fi

# What the host booted, where nothing is known of this boot: the saved entry, or the first one.
runs=${saved:-$(head -n 1 <<< "$entries")}
if [[ $booted_boot == "$boot_id" ]]; then runs=$booted_entry; fi
if [[ $fits == yes ]]; then
  # A number, or an entry that an update removed: to restart a host for that would be a guess.
  if ! grep -qxF -- "$runs" <<< "$entries"; then
    cannot "GRUB on $HOSTNAME has \"$runs\" saved, which is no name in its menu, so nobody knows which entry runs. Save the one that runs by its name: grub-set-default NAME."
  fi
  if is_one_entry "$runs" "$ENTRY" <<< "$entries"; then exit 0; fi
fi

read -ra uris <<< "$URIS"
guests=$(for uri in "${uris[@]}"; do virsh -q -c "$uri" list --name 2> /dev/null || true; done | grep -v '^Domain-0$' | xargs || true)
mounts=$(awk '$3 == "gfs2" || $3 == "ocfs2" { print $2 }' /proc/mounts | xargs)
if [[ -n $guests$mounts ]]; then
  echo "$HOSTNAME must restart into $ENTRY, but it is in use: guests \"$guests\", cluster file systems \"$mounts\". Take down what uses them." >&2
  exit 1
fi

if ! forgets_once; then
  echo "GRUB on $HOSTNAME cannot write to its environment, which lies on a file system or volume that it only reads. Should \"$ENTRY\" hang, choose another entry at the console: a power cycle boots \"$ENTRY\" again." >&2
fi
mkdir -p "$HOST_STATE"
write_whole "$HOST_STATE/booting" <<< "$boot_id $(running) $ENTRY"
edit_environment set "next_entry=$ENTRY"
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
echo "$HOSTNAME restarts into $ENTRY; its saved entry is ${saved:-the first one} until it is back"
