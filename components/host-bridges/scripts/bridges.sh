#!/bin/bash
# Puts a bridge in front of each network card of BRIDGES and moves the card's addresses and routes to it, until the next
# reboot only. Input: BRIDGES ("bridge mac address/prefix", separated by commas), WAIT_SEC, WORKER (worker.sh in base64); BOOT_ID. Undone by
# bridges-undo.sh. Runs twice: a bridge that stands with its card and address is left alone.
# The connection that this runs over crosses such a card. So a worker of systemd's makes the change in one go, and takes it
# back unless the other end of the connection has acknowledged something since.
: "${BRIDGES:?}" "${WAIT_SEC:?}" "${WORKER:?}"
run=$HOST_RUN/bridges

# Prints the name of the network card with a MAC address; bridges and taps that bear it too are not cards.
card_of() {
  local path
  for path in /sys/class/net/*; do
    [[ -e $path/device && $(< "$path/address") == "$1" ]] && { echo "${path##*/}"; return; }
  done
  echo "$HOSTNAME has no network card with MAC address $1. Correct the inventory." >&2
  exit 1
}

# Prints the `ip` commands that give device $2 the addresses and routes that device $1 has now.
addresses=$(ip -o addr show scope global)
routes=$(ip route show | grep -v 'proto kernel' || true)
moves() {
  local device address line
  while read -r _ device _ address _; do
    [[ $device == "$1" ]] && echo "addr replace $address dev $2"
  done <<< "$addresses"
  while read -r line; do
    [[ " $line " == *" dev $1 "* ]] && sed "s/ dev $1\( \|$\)/ dev $2\1/; s/ linkdown//" <<< "route replace $line"
  done <<< "$routes"
  return 0
}

to_move='' to_take_back='' cards=()
IFS=, read -ra bridges <<< "$BRIDGES"
for entry in "${bridges[@]}"; do
  read -r bridge mac address <<< "$entry"
  card=$(card_of "$mac")
  master=''
  [[ -e /sys/class/net/$card/master ]] && master=$(readlink "/sys/class/net/$card/master") && master=${master##*/}
  [[ $master == "$bridge" && $addresses == *" $bridge "*" $address "* ]] && continue
  if [[ -n $master && $master != "$bridge" ]]; then
    echo "$card on $HOSTNAME already belongs to $master. Take it out, or name another card for $bridge in the inventory." >&2
    exit 1
  fi
  cards+=("$card $mac")
  moved=$(moves "$card" "$bridge")
  [[ -d /sys/class/net/$bridge ]] ||
    to_move+="link add $bridge address $mac type bridge forward_delay 0 stp_state 0 mcast_snooping 0"$'\n'
  to_move+="addr flush dev $card scope global"$'\n'"link set $card master $bridge"$'\n'"link set $bridge up"$'\n'
  to_move+="addr replace $address dev $bridge"$'\n'"$moved"$'\n'
  to_take_back+="link set $card nomaster"$'\n'"addr flush dev $bridge scope global"$'\n'
  to_take_back+="addr replace $address dev $card"$'\n'"$(moves "$card" "$card")"$'\n'"link delete $bridge"$'\n'
done
((${#cards[@]} > 0)) || exit 0

# The managers of a server's network would give the cards their addresses back.
managers=$(systemctl is-active NetworkManager systemd-networkd || true)
for entry in "${cards[@]}"; do
  read -r card mac <<< "$entry"
  if [[ $managers == active* ]]; then nmcli device set "$card" managed no; fi
  if [[ $managers == *$'\n'active ]]; then
    mkdir -p /run/systemd/network
    printf '[Match]\nPermanentMACAddress=%s\n[Link]\nUnmanaged=yes\n' "$mac" > "/run/systemd/network/00-crossbed-$card.network"
    networkctl reload
  fi
done

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

rm -rf "$run"
mkdir -p "$run"
printf '%s' "$to_move" | sed '/^$/d' > "$run/move"
printf '%s' "$to_take_back" | sed '/^$/d' > "$run/take-back"
base64 -d <<< "$WORKER" > "$run/worker.sh"
acknowledge
before=$acknowledged
systemd-run -q --collect bash "$run/worker.sh" "$WAIT_SEC"
while [[ ! -e $run/taken-back ]]; do
  if [[ -e $run/moved ]]; then
    echo "bridges stand"
    sleep 0.2
    acknowledge
    if ((acknowledged > before)); then
      touch "$run/confirmed"
      exit 0
    fi
  fi
  sleep 0.2
done
echo "The bridges on $HOSTNAME were taken back: nothing came through them within $WAIT_SEC s. What was tried: $(tr '\n' ';' < "$run/move")" >&2
exit 1
