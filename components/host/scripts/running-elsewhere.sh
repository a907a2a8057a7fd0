#!/bin/bash
# running-elsewhere URI DOMAIN NAME=ADDRESS…: prints the peers that run a libvirt domain; fails where one cannot be asked. trust.ts puts in what
# to do about a peer, $name, that is gone for good.
set -euo pipefail
uri=$1 domain=$2
shift 2
for peer in "$@"; do
  name=${peer%%=*}
  if ! domains=$(timeout 300 "$HOST_SSH/peer-ssh" -n "root@${peer#*=}" "virsh -q -c '$uri' list --name"); then
    echo "$HOSTNAME could not ask $name whether it runs $domain, so nothing was started or deleted. Bring $name back first. @IF_GONE@" >&2
    exit 1
  fi
  if grep -qxF "$domain" <<< "$domains"; then echo "$name"; fi
done
