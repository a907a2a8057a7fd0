#!/bin/bash
# Gives each card of BRIDGES its addresses and routes back and removes the bridge. Input: BRIDGES ("bridge mac
# address/prefix", separated by commas). Runs twice: a bridge that is gone is not missed. A worker of systemd's does it, as
# the connection that this runs over crosses such a card.
: "${BRIDGES:?}"
export PATH=$PATH:/usr/sbin:/sbin
run=/run/crossbed
mkdir -p "$run"

cat > "$run/bridge-undo.sh" << 'WORKER'
#!/bin/bash
# bridge-undo.sh BRIDGE CARD ADDRESS
set -uo pipefail
bridge=$1 card=$2 address=$3
{
  echo "link set $card nomaster"
  ip route show dev "$bridge" | grep -v 'proto kernel' | awk -v to="$card" '{ gsub(/ (linkdown|dead)/, ""); print "route replace " $0 " dev " to }'
} > "/run/crossbed/$bridge.undo"
others=$(ip -o addr show dev "$bridge" scope global | awk -v to="$card" '{ print "addr replace " $4 " dev " to }')
ip addr flush dev "$bridge" scope global
{ printf '%s\n' "$others" "addr replace $address dev $card"; cat "/run/crossbed/$bridge.undo"; } | sed '/^$/d' | ip -force -batch -
ip link delete "$bridge"
if systemctl -q is-active NetworkManager; then nmcli device set "$card" managed yes; fi
if [ -e "/run/systemd/network/00-crossbed-$bridge.network" ]; then
  rm "/run/systemd/network/00-crossbed-$bridge.network"
  networkctl reload
fi
WORKER

IFS=, read -ra bridges <<< "$BRIDGES"
for entry in "${bridges[@]}"; do
  read -r bridge mac address <<< "$entry"
  rm -f "$run/$bridge".*
  [[ -d /sys/class/net/$bridge ]] || continue
  card=''
  for path in "/sys/class/net/$bridge/brif"/*; do
    port=${path##*/}
    if [[ -e /sys/class/net/$port/device && $(< "/sys/class/net/$port/address") == "$mac" ]]; then
      card=$port
    elif [[ -e $path ]]; then
      echo "$bridge on $HOSTNAME still carries $port. Stop the guest that it belongs to." >&2
      exit 1
    fi
  done
  [[ -n $card ]] || continue
  systemctl reset-failed "crossbed-$bridge-undo" 2> /dev/null || true
  systemd-run -q --wait --unit="crossbed-$bridge-undo" bash "$run/bridge-undo.sh" "$bridge" "$card" "$address"
  rm -f "$run/$bridge".*
done
rm -f "$run/bridge.sh" "$run/bridge-undo.sh"
rmdir --ignore-fail-on-non-empty "$run"
