#!/bin/bash
# The wires between a BMC of the lab and its machine: what ipmi_sim calls to read and to switch the power. Arguments: DOMAIN and
# URI from its configuration, then ipmi_sim's own: the controller's number, `get`, `set` or `check`, and names of what it wants,
# each followed by a value where it is set. `get power` prints power:1 or power:0; a machine that libvirt cannot be asked about is
# an error, never one that is off. `set power 0` returns when the machine is off. May run twice: it asks for a state.
set -euo pipefail
domain=$1 uri=$2 operation=$4
shift 4
virsh=(timeout 120 virsh --quiet --connect "$uri")

# Prints 1 or 0.
power_state() {
  local state
  state=$("${virsh[@]}" domstate "$domain")
  case $state in
    'shut off' | crashed) echo 0 ;;
    ?*) echo 1 ;;
    *) return 1 ;;
  esac
}
switch_power() {
  local state
  state=$(power_state)
  case $state$1 in
    10) "${virsh[@]}" destroy "$domain" ;;
    01) "${virsh[@]}" start "$domain" ;;
  esac
}
case $operation in
  get)
    for name in "$@"; do
      [[ $name == power ]] || continue
      state=$(power_state)
      echo "power:$state"
    done
    ;;
  set)
    while (($# >= 2)); do
      case $1 in
        power) switch_power "$2" ;;
        reset) "${virsh[@]}" reset "$domain" ;;
      esac
      shift 2
    done
    ;;
esac
