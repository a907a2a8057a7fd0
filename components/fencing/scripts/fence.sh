#!/bin/bash
# Cuts a host off, or asks its fencing device: what dlm runs as a fence agent on every host, and what people run by hand.
# Input: name=value lines on stdin, as all fence agents read them: `host` (whose device), `action` (off, reboot or status; without
# it what the device's file says). Others are ignored. The device is described by fencing/<host> in the directory of run-time files, its
# password lies in <host>.password beside it. Prints the state of the power, on or off, where status is asked for. Exit status 0 means for
# `status` that the device answers, and for the others that the host has been seen to be off.
# May run twice: a host that is off is off. Undone by nothing: `reboot` itself starts the host again.
# Secrets go to ipmitool by a file and to other agents by stdin, so that no list of processes shows them.
set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
directory=${CROSSBED_FENCING:-$HOST_RUN/fencing}
# A device that does not answer within these is silent; a machine takes seconds to lose its power.
answer_sec=30 off_sec=60

host='' asked=''
while IFS='=' read -r name value; do
  case $name in
    host) host=$value ;;
    action) asked=$value ;;
  esac
done
fail() {
  echo "fencing of $host: $*" >&2
  exit 1
}
[[ $host =~ ^[a-z0-9-]+$ ]] || fail "stdin must name a host, as host=NAME"
[[ -r $directory/$host ]] || fail "$HOSTNAME knows no device of it: $directory/$host is not there. Run up again"

program='' planned='' delay_sec=0
declare -A option=()
while IFS='=' read -r name value; do
  case $name in
    program) program=$value ;;
    action) planned=$value ;;
    delay_sec) delay_sec=$value ;;
    option.*) option[${name#option.}]=$value ;;
  esac
done < "$directory/$host"
action=${asked:-$planned}
[[ $action =~ ^(off|reboot|status)$ ]] || fail "action is $action; it can be off, reboot or status"

last_line() {
  local text=${1:-nothing said within $answer_sec s}
  echo "${text##*$'\n'}"
}
chassis() {
  local -a line=(ipmitool -I lanplus -N 5 -R 3 -H "${option[ip]}" -p "${option[ipport]}" -U "${option[username]}" -f "$directory/$host.password")
  [[ -z ${option[cipher]:-} ]] || line+=(-C "${option[cipher]}")
  timeout "$answer_sec" "${line[@]}" chassis power "$1"
}
power_state() {
  local said
  said=$(chassis status 2>&1) || fail "its device does not answer: $(last_line "$said")"
  case $said in
    *'Power is on'*) echo on ;;
    *'Power is off'*) echo off ;;
    *) fail "its device gives an answer that Crossbed does not know: $(last_line "$said")" ;;
  esac
}
by_ipmitool() {
  local state said
  state=$(power_state)
  if [[ $action == status ]]; then
    echo "$state"
    return
  fi
  if [[ $state == on ]]; then said=$(chassis off 2>&1) || fail "its device did not switch it off: $(last_line "$said")"; fi
  for ((waited = 0; ; waited++)); do
    state=$(power_state)
    [[ $state == on ]] || break
    ((waited < off_sec)) || fail "the host is still on $off_sec s after its device switched it off"
    sleep 1
  done
  # The host is cut off; whether it starts again is another matter.
  [[ $action == off ]] || chassis on > /dev/null 2>&1 || echo "fencing of $host: the host is off, and its device did not start it again. Start it by hand" >&2
}

# One of the fence-agents: status 2 is its word for a machine that is off.
by_agent() {
  local name status=0
  {
    for name in "${!option[@]}"; do echo "$name=${option[$name]}"; done
    if [[ -r $directory/$host.password ]]; then echo "password=$(< "$directory/$host.password")"; fi
    echo "action=$action"
  } | timeout $((answer_sec + 2 * off_sec)) "$program" > "$said" 2>&1 || status=$?
  case $action$status in
    status0) echo on ;;
    status2) echo off ;;
    off0 | reboot0) ;;
    *) fail "$program ended with status $status: $(last_line "$(< "$said")")" ;;
  esac
}

# A slot on the rack's LUN, which sbd on the host reads every second. A message that has lain there for msgwait_sec has cut the host off: sbd
# read it and reset the host at once, or could not read the LUN, and for want of sbd the watchdog reset the host in half that time.
# Nobody clears such a message but the host's own next start of sbd. `message` and `ping` end well whatever happens: the slot tells.
slot() {
  local said
  said=$(timeout "$answer_sec" sbd -d "$device" list 2>&1) || fail "LUN ${option[wwid]} cannot be read on $HOSTNAME: $(last_line "$said")"
  said=$(awk -F '\t' -v host="$host" '$2 == host { print $3 }' <<< "$said")
  [[ -n $said ]] || fail "LUN ${option[wwid]} has no slot of it: its sbd never ran. Run up again"
  echo "$said"
}
find_device() {
  local path disks=${CROSSBED_DISKS:-/dev/disk/by-id}
  for path in "$disks/dm-uuid-mpath-3${option[wwid]}" "$disks/wwn-0x${option[wwid]}"; do
    device=$path
    [[ ! -e $path ]] || return 0
  done
  fail "LUN ${option[wwid]} is not on $HOSTNAME"
}
by_sbd() {
  local message=off found began=$SECONDS device=''
  find_device
  found=$(slot)
  if [[ $action == status ]]; then
    case $found in
      off | reset)
        sleep "${option[msgwait_sec]}"
        if [[ $(slot) == "$found" ]]; then
          echo off
          return
        fi
        ;;
    esac
    timeout $((option[msgwait_sec] + answer_sec)) sbd -d "$device" ping "$host" > /dev/null 2>&1 || true
    [[ $(slot) == clear ]] || fail "its sbd does not read LUN ${option[wwid]}: the host is off, has lost the LUN, or sbd is dead there"
    echo on
    return
  fi
  [[ $action == off ]] || message=reset
  found=$(timeout $((option[msgwait_sec] + answer_sec)) sbd -d "$device" message "$host" "$message" 2>&1) ||
    fail "LUN ${option[wwid]} did not take the message: $(last_line "$found")"
  # The LUN's header may say less than the plan.
  while ((SECONDS - began < option[msgwait_sec])); do sleep 1; done
  [[ $(slot) == "$message" ]] || fail "the message is gone from its slot: the host cleared it, or somebody wrote over it"
}

# Of two hosts that lost each other, one waits, so that not both are cut off.
if [[ -z $asked && $delay_sec != 0 ]]; then sleep "$delay_sec"; fi
case $program in
  ipmitool) by_ipmitool ;;
  sbd) by_sbd ;;
  *)
    said=$(mktemp)
    trap 'rm -f "$said"' EXIT
    by_agent
    ;;
esac
