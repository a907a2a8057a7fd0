#!/bin/bash
# Gives each card of BRIDGES its addresses and routes back and removes the bridge. Input: BRIDGES ("bridge mac
# address/prefix", separated by commas). Runs twice: a bridge that is gone is not missed. A worker of systemd's does it in
# one go, as the connection that this runs over crosses such a card.
: "${BRIDGES:?}"
run=$HOST_RUN/bridges

addresses=$(ip -o addr show scope global)
routes=$(ip route show | grep -v 'proto kernel' || true)
back='' cards=()
IFS=, read -ra bridges <<< "$BRIDGES"
for entry in "${bridges[@]}"; do
  read -r bridge mac address <<< "$entry"
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
  if [[ -z $card ]]; then continue; fi
  cards+=("$card")
  back+="link set $card nomaster"$'\n'"addr flush dev $bridge scope global"$'\n'"addr replace $address dev $card"$'\n'
  while read -r _ device _ other _; do
    [[ $device == "$bridge" && $other != "$address" ]] && back+="addr replace $other dev $card"$'\n'
  done <<< "$addresses"
  while read -r route; do
    [[ " $route " == *" dev $bridge "* ]] && back+="route replace ${route/ dev $bridge/ dev $card}"$'\n'
  done <<< "$routes"
  back+="link delete $bridge"$'\n'
done

if ((${#cards[@]} > 0)); then
  mkdir -p "$run"
  printf '%s' "${back// linkdown/}" > "$run/back"
  systemd-run -q --wait --collect ip -force -batch "$run/back"
  managers=$(systemctl is-active NetworkManager systemd-networkd || true)
  for card in "${cards[@]}"; do
    if [[ $managers == active* ]]; then nmcli device set "$card" managed yes; fi
    if [[ -e /run/systemd/network/00-crossbed-$card.network ]]; then
      rm "/run/systemd/network/00-crossbed-$card.network"
      networkctl reload
    fi
  done
fi
rm -rf "$run"
rmdir --ignore-fail-on-non-empty "$HOST_RUN" 2> /dev/null || true
