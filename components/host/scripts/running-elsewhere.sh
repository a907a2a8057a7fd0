#!/bin/bash
# running-elsewhere URI DOMAIN NAME=ADDRESS…: prints the peers that run a libvirt domain; fails where one cannot be asked.
set -euo pipefail
uri=$1 domain=$2
shift 2
for peer in "$@"; do
  if ! domains=$(timeout 300 "$HOST_SSH/peer-ssh" -n "root@${peer#*=}" "virsh -q -c '$uri' list --name"); then
    echo "$HOSTNAME could not ask ${peer%%=*} whether it runs $domain, so nothing was started or deleted. Bring ${peer%%=*} back first; if it is gone for good: npx crossbed fence ${peer%%=*} --off, then npx crossbed down with the stack's name." >&2
    exit 1
  fi
  if grep -qxF "$domain" <<< "$domains"; then echo "${peer%%=*}"; fi
done
