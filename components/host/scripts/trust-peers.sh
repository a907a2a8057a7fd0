#!/bin/bash
# Lets the host and its peers reach each other over ssh, as live migration needs: their keys may log in here, from their
# addresses only. Beside the host's own key lie peer-ssh, which connects to a peer with that key and the peer's pinned host
# key, and running-elsewhere, which asks the peers for a guest.
# Input: PEERS (their names); for each, numbered from 1: KEY_n (public key), HOST_KEY_n, ADDRESSES_n (with commas).
# PEER_SSH, RUNNING_ELSEWHERE (the programs' texts in base64). Undone by distrust-peers.sh. Runs twice: entries of ours are replaced.
: "${PEERS:?}" "${PEER_SSH:?}" "${RUNNING_ELSEWHERE:?}"
directory=$HOST_SSH
authorized=/root/.ssh/authorized_keys
umask 077
mkdir -p /root/.ssh "$directory"
touch "$authorized"

keys=$(grep -v ' crossbed-peer$' "$authorized" || true)
known=''
read -ra peers <<< "$PEERS"
for n in "${!peers[@]}"; do
  key=KEY_$((n + 1)) host_key=HOST_KEY_$((n + 1)) addresses=ADDRESSES_$((n + 1))
  read -r type value _ <<< "${!key}"
  keys+=$'\n'"from=\"${!addresses}\" $type $value crossbed-peer"
  known+="${!addresses} ${!host_key}"$'\n'
done
printf '%s\n' "$keys" | sed '/^$/d' > "$authorized.crossbed"
mv "$authorized.crossbed" "$authorized"
printf '%s' "$known" > "$directory/known_hosts"
base64 -d <<< "$PEER_SSH" > "$directory/peer-ssh"
base64 -d <<< "$RUNNING_ELSEWHERE" > "$directory/running-elsewhere"
chmod 700 "$directory/peer-ssh" "$directory/running-elsewhere"
