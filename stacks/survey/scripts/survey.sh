#!/bin/bash
# Says what a machine has of what a stack needs: a line each, words set apart by tabs, the first what it is about (record.ts has the
# list). grub-menu.sh, lun-mark.sh and lun-silence.sh are read in front of it. Input: PROGRAMS and MODULES (names; may be empty), ENTRY (GRUB menu
# entry; empty: the machine boots what it likes), WWIDS (of LUNs; may be empty), WATCHDOG (a device; empty: the host needs none), DIRECTORIES. Changes nothing, so it may run at any
# time and twice; nothing to undo. What cannot be asked is left out, and is no failure.
: "${PROGRAMS?}" "${MODULES?}" "${ENTRY?}" "${WWIDS?}" "${WATCHDOG?}" "${DIRECTORIES?}"
set +e
shopt -s nullglob

# say WORD…
say() {
  local IFS=$'\t'
  printf '%s\n' "${*//[$'\n\r']/ }"
}

read -ra names <<< "$PROGRAMS"
for name in "${names[@]}"; do [[ -n $(type -P "$name") ]] || say lacks-program "$name"; done
read -ra names <<< "$MODULES"
for name in "${names[@]}"; do modprobe -q -n "$name" 2> /dev/null || say lacks-module "$name"; done

# A guest of a hypervisor does not see the processors' own flags.
if [[ ! -e /sys/hypervisor/type ]]; then
  if grep -qsE '^flags.* (vmx|svm)( |$)' /proc/cpuinfo; then say virtualisation yes; else say virtualisation no; fi
fi

if [[ -n $ENTRY ]]; then
  menu=(/boot/grub*/grub.cfg) loader=()
  if ((${#menu[@]} == 0)); then
    say boot no-menu
  else
    if grep -qs '^[[:space:]]*blscfg' "${menu[@]}"; then loader=(/boot/loader/entries/*.conf); fi
    entries=$(menu_entries "${menu[@]}" && loader_entries "${loader[@]}")
    grep -qxF -- "$ENTRY" <<< "$entries" || say boot no-entry
    while IFS= read -r name; do say boot-entry "$name"; done < <(awk 'NF && !before { print } { before = NF }' <<< "$entries")
    reads_environment "${menu[@]}" || say boot ignores-saved
    [[ -n $(type -P grub-editenv || type -P grub2-editenv) ]] || say boot no-editor
  fi
fi

[[ $(cat /sys/fs/selinux/enforce 2> /dev/null) != 1 ]] || say confines SELinux
profiles=$(grep -cs '(enforce)' /sys/kernel/security/apparmor/profiles)
((${profiles:-0} == 0)) || say confines AppArmor

# What drops packets that no rule allows, or rejects them at the end of a chain.
if [[ $(systemctl is-active firewalld 2> /dev/null) == active ]]; then
  say filters firewalld
elif [[ -n $(type -P nft) ]]; then
  timeout "$PROGRAM_SEC" nft list ruleset 2> /dev/null | awk '
    /hook input/ { input = 1; if (/policy drop/) found = 1 }
    input && /^[ \t]*(meta [^ ]+ [^ ]+ )?(counter [^{]*)?(drop|reject)/ { found = 1 }
    /^[ \t]*}/ { input = 0 }
    END { exit !found }' && say filters nftables
elif [[ -n $(type -P iptables) ]]; then
  timeout "$PROGRAM_SEC" iptables -S INPUT 2> /dev/null | grep -qE '^-P INPUT DROP|^-A INPUT -j (DROP|REJECT)' && say filters iptables
fi

read -ra names <<< "$DIRECTORIES"
for name in "${names[@]}"; do
  at=$name
  while [[ ! -d $at ]]; do at=${at%/*} at=${at:-/}; done
  free=$(df --output=avail -k "$at" 2> /dev/null | sed -n 2p)
  [[ -z $free ]] || say free-mib "$name" "$((free / 1024))"
done

for path in /sys/class/net/*; do
  if [[ -e $path/device ]]; then say mtu "$(< "$path/address")" "$(< "$path/mtu")"; fi
done

# By what drives it; the name without a number is the first one's.
if [[ -c $WATCHDOG ]]; then
  number=${WATCHDOG##*[!0-9]}
  identity=$(head -n 1 "/sys/class/watchdog/watchdog${number:-0}/identity" 2> /dev/null)
  say watchdog "${identity:-unknown}"
fi

# All LUNs are asked what they hold at once, and then read: one that is silent costs its whole time-out.
read -ra names <<< "$WWIDS"
declare -A devices=() answers=()
for wwid in "${names[@]}"; do
  paths=0 silent=0
  for path in /sys/block/sd*/device/wwid; do
    [[ $(< "$path") == "naa.$wwid" ]] || continue
    ((paths += 1))
    seconds=$(path_silence_seconds "${path%/wwid}")
    ((seconds <= silent)) || silent=$seconds
  done
  device=/dev/disk/by-id/dm-uuid-mpath-3$wwid
  is_mapped=yes
  if [[ ! -b $device ]]; then
    device=/dev/disk/by-id/wwn-0x$wwid
    is_mapped=no
  fi
  [[ -b $device ]] || continue
  exec {answer}< <(timeout 60 blkid -p -o export "$device" 2> /dev/null)
  devices[$wwid]=$device answers[$wwid]=$answer
  say lun "$wwid" "$device" "$paths" "$is_mapped" "$(lun_bytes "$device")" "$silent"
done
for wwid in "${!devices[@]}"; do
  device=${devices[$wwid]} answer=${answers[$wwid]}
  while IFS='=' read -r name value; do
    case $name in
      TYPE | LABEL | UUID | PTTYPE) say lun-content "$wwid" "$name" "$value" ;;
    esac
  done <&"$answer"
  exec {answer}<&-
  # blkid does not know sbd's.
  [[ $(timeout 20 head -c 8 "$device" | tr -d '\0') != SBD_SBD_ ]] || say lun-content "$wwid" TYPE sbd
  mark=$(read_mark "$device" 2> /dev/null)
  [[ -z $mark ]] || say lun-content "$wwid" MARK "$mark"
done

say now "${EPOCHREALTIME/,/.}"
lease=$(head -n 1 "$HOST_LEASE" 2> /dev/null)
[[ -z $lease ]] || say lease "$lease"
exit 0
