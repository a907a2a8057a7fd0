#!/bin/bash
# Says what a machine has that an inventory names, beside its facts: a line each, words set apart by tabs, the first what it is about
# (found.ts has the list). grub-menu.sh is read in front of it. Input: none. Changes nothing, so it may run at any time and twice;
# nothing to undo. What cannot be asked is left out, and is no failure.
set +e
shopt -s nullglob

# say WORD…
say() {
  local IFS=$'\t'
  printf '%s\n' "${*//[$'\n\r']/ }"
}

say virtual "$(systemd-detect-virt 2> /dev/null)"

# A card in a bridge carries the bridge's address.
for path in /sys/class/net/*; do
  [[ -e $path/device ]] || continue
  at=${path##*/}
  if [[ -e $path/master ]]; then at=$(basename "$(readlink -f "$path/master")"); fi
  driver=$(basename "$(readlink -f "$path/device/driver")")
  say card "${path##*/}" "$(< "$path/address")" "$at" "$(cat "$path/speed" 2> /dev/null)" "$driver"
done
while read -r _ name _ address _; do say address "$name" "$address"; done < <(ip -o -4 address show scope global)

# SCSI disks by their WWID: several are paths to one LUN. The map over them is asked what it holds, where there is one. All are asked at
# once, and then read: a LUN that is silent costs its whole time-out.
declare -A paths=() devices=() asked=() answers=()
for path in /sys/block/sd*/device/wwid; do
  wwid=$(< "$path")
  [[ $wwid =~ ^naa\.([0-9a-f]{16}|[0-9a-f]{32})$ ]] || continue
  wwid=${wwid#naa.} device=${path%/device/wwid}
  ((paths[$wwid] += 1))
  devices[$wwid]=$device
done
for wwid in "${!paths[@]}"; do
  asked[$wwid]=/dev/${devices[$wwid]##*/}
  if [[ -b /dev/disk/by-id/dm-uuid-mpath-3$wwid ]]; then asked[$wwid]=/dev/disk/by-id/dm-uuid-mpath-3$wwid; fi
  exec {answer}< <(timeout "$PROGRAM_SEC" blkid -p -o export "${asked[$wwid]}" 2> /dev/null)
  answers[$wwid]=$answer
done
for wwid in "${!paths[@]}"; do
  device=${asked[$wwid]} answer=${answers[$wwid]}
  content=$(cat <&"$answer")
  exec {answer}<&-
  word() { sed -n "s/^$1=//p" <<< "$content"; }
  is_mounted=no
  if [[ -n $(lsblk -nro MOUNTPOINT "$device" | tr -d '[:space:]') ]]; then is_mounted=yes; fi
  say lun "$wwid" "$(($(< "${devices[$wwid]}/size") * 512))" "${paths[$wwid]}" "$(word TYPE)$(word PTTYPE)" "$(word LABEL)" "$is_mounted"
done

menu=(/boot/grub*/grub.cfg) loader=()
if ((${#menu[@]} > 0)); then
  if grep -qs '^[[:space:]]*blscfg' "${menu[@]}"; then loader=(/boot/loader/entries/*.conf); fi
  while IFS= read -r name; do say boot-entry "$name"; done < <(
    { menu_entries "${menu[@]}" && loader_entries "${loader[@]}"; } | awk 'NF && !before { print } { before = NF }'
  )
fi

if [[ -c /dev/ipmi0 && -n $(type -P ipmitool) ]]; then
  say bmc "$(timeout "$PROGRAM_SEC" ipmitool lan print 2> /dev/null | sed -n 's/^IP Address  *: //p')"
fi
exit 0
