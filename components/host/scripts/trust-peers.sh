#!/bin/bash
# Lets the host and its peers reach each other over ssh, as live migration needs: their keys may log in here, from their
# addresses only. Beside the host's own key lie peer-ssh, which connects to a peer with that key and the peer's pinned host
# key, and running-elsewhere, which asks the peers for a guest.
# Input: PEERS (their names); for each, numbered from 1: KEY_n (public key), HOST_KEY_n, ADDRESSES_n (with commas).
# Undone by distrust-peers.sh. Runs twice: entries of ours are replaced.
: "${PEERS:?}"
directory=/var/lib/crossbed/ssh
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
cat > "$directory/peer-ssh" << 'SSH'
#!/bin/sh
exec ssh -F none -i /var/lib/crossbed/ssh/id -o IdentitiesOnly=yes -o UserKnownHostsFile=/var/lib/crossbed/ssh/known_hosts \
  -o StrictHostKeyChecking=yes -o BatchMode=yes -o ConnectTimeout=20 -o LogLevel=ERROR "$@"
SSH
cat > "$directory/running-elsewhere" << 'ASK'
#!/bin/bash
# running-elsewhere URI DOMAIN NAME=ADDRESS…: prints the peers that run a libvirt domain; fails where one cannot be asked.
set -euo pipefail
uri=$1 domain=$2
shift 2
for peer in "$@"; do
  if ! domains=$(/var/lib/crossbed/ssh/peer-ssh -n "root@${peer#*=}" "virsh -q -c '$uri' list --name"); then
    echo "${peer%%=*} cannot be asked whether it runs $domain, so nothing was started or deleted. Bring it back first." >&2
    exit 1
  fi
  if grep -qxF "$domain" <<< "$domains"; then echo "${peer%%=*}"; fi
done
ASK
chmod 700 "$directory/peer-ssh" "$directory/running-elsewhere"
