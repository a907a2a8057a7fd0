#!/bin/sh
# peer-ssh …: ssh to a peer with this host's own key, which accepts nothing but the peer's pinned host key.
exec ssh -F none -i "$HOST_STATE/ssh/id" -o IdentitiesOnly=yes -o UserKnownHostsFile="$HOST_STATE/ssh/known_hosts" \
  -o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no -o CheckHostIP=no -o StrictHostKeyChecking=yes -o BatchMode=yes \
  -o ForwardAgent=no -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -o LogLevel=ERROR "$@"
