#!/bin/bash
# Puts a bridge in front of each network card of BRIDGES and moves the card's addresses and routes to it, until the next
# reboot only. Input: BRIDGES ("bridge mac address/prefix", separated by commas); WAIT_SEC; BOOT_ID. Undone by
# bridges-undo.sh. Runs twice: a bridge that stands with its card and address is left alone.
# The connection that this runs over crosses such a card. So a worker of systemd's makes each change, and takes it back
# unless the other end of the connection has acknowledged something since.
: "${BRIDGES:?}" "${WAIT_SEC:?}"
export PATH=$PATH:/usr/sbin:/sbin
run=/run/crossbed
mkdir -p "$run"

cat > "$run/bridge.sh" << 'WORKER'
#!/bin/bash
# bridge.sh BRIDGE MAC ADDRESS CARD CONFIRMED WAIT_SEC: moves CARD's addresses to BRIDGE; takes it back unless CONFIRMED appears.
set -uo pipefail
bridge=$1 mac=$2 address=$3 card=$4 confirmed=$5 wait_sec=$6

# Prints `ip` commands that give device $2 the addresses and routes of device $1: local routes come by themselves.
moves() {
  ip -o addr show dev "$1" scope global | awk -v to="$2" '{ print "addr replace " $4 " dev " to }'
  ip route show dev "$1" | grep -v 'proto kernel' | awk -v to="$2" '{ gsub(/ (linkdown|dead)/, ""); print "route replace " $0 " dev " to }'
}
take_back() {
  ip link set "$card" nomaster
  { printf '%s\n' "addr flush dev $bridge scope global"; moves "$bridge" "$card"; } > "/run/crossbed/$bridge.back"
  ip -force -batch "/run/crossbed/$bridge.back"
  ip addr replace "$address" dev "$card"
  ip link delete "$bridge"
}

# The managers of a real host's network would give the card its address back.
if systemctl -q is-active NetworkManager; then nmcli device set "$card" managed no; fi
if systemctl -q is-active systemd-networkd; then
  mkdir -p /run/systemd/network
  printf '[Match]\nPermanentMACAddress=%s\n[Link]\nUnmanaged=yes\n' "$mac" > "/run/systemd/network/00-crossbed-$bridge.network"
  networkctl reload
fi

ip link add "$bridge" address "$mac" type bridge forward_delay 0 stp_state 0 mcast_snooping 0 2> /dev/null || [ -d "/sys/class/net/$bridge" ]
ip link set "$bridge" up
{ printf '%s\n' "addr flush dev $card scope global" "link set $card master $bridge"; moves "$card" "$bridge"; printf '%s\n' "addr replace $address dev $bridge"; } > "/run/crossbed/$bridge.move"
if ! ip -batch "/run/crossbed/$bridge.move"; then take_back; exit 1; fi
for ((tenths = 0; tenths < wait_sec * 10; tenths++)); do
  [ -e "$confirmed" ] && exit 0
  sleep 0.1
done
take_back
exit 1
WORKER

# Prints the name of the network card with a MAC address; bridges and taps that bear it too are not cards.
card_of() {
  local path
  for path in /sys/class/net/*; do
    [[ -e $path/device && $(< "$path/address") == "$1" ]] && { echo "${path##*/}"; return; }
  done
  echo "$HOSTNAME has no network card with MAC address $1. Correct the inventory." >&2
  exit 1
}

# Bytes that the other end of our connection has acknowledged; without a connection (run by hand) always more.
acknowledged=0
acknowledge() {
  if [[ -z ${SSH_CONNECTION:-} ]]; then
    acknowledged=$((acknowledged + 1))
    return
  fi
  local address port
  read -r address port _ <<< "$SSH_CONNECTION"
  acknowledged=$(ss -Htni dst "$address" dport = ":$port" | grep -o 'bytes_acked:[0-9]*' | cut -d: -f2 || true)
  acknowledged=${acknowledged:-0}
}

IFS=, read -ra bridges <<< "$BRIDGES"
for entry in "${bridges[@]}"; do
  read -r bridge mac address <<< "$entry"
  card=$(card_of "$mac")
  master=''
  [[ -e /sys/class/net/$card/master ]] && master=$(basename "$(readlink "/sys/class/net/$card/master")")
  if [[ $master == "$bridge" && $(ip -o -4 addr show dev "$bridge") == *" $address "* ]]; then continue; fi
  if [[ -n $master && $master != "$bridge" ]]; then
    echo "$card on $HOSTNAME already belongs to $master. Take it out, or name another card for $bridge in the inventory." >&2
    exit 1
  fi
  confirmed=$run/$bridge.confirmed
  rm -f "$confirmed"
  acknowledge
  before=$acknowledged
  systemctl reset-failed "crossbed-$bridge" 2> /dev/null || true
  systemd-run -q --unit="crossbed-$bridge" bash "$run/bridge.sh" "$bridge" "$mac" "$address" "$card" "$confirmed" "$WAIT_SEC"
  for ((tenths = 0; tenths < WAIT_SEC * 10; tenths++)); do
    if [[ $(ip -o -4 addr show dev "$bridge" 2> /dev/null) == *" $address "* ]]; then
      echo "$bridge has $address"
      sleep 0.1
      acknowledge
      ((acknowledged > before)) && { touch "$confirmed"; break; }
    fi
    systemctl -q is-failed "crossbed-$bridge" && break
    sleep 0.1
  done
  if [[ ! -e $confirmed ]]; then
    echo "$bridge on $HOSTNAME was taken back: nothing came through it within $WAIT_SEC s. See: journalctl -u crossbed-$bridge" >&2
    exit 1
  fi
done
