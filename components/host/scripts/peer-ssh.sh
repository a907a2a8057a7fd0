#!/bin/sh
# peer-ssh …: ssh to a peer with this host's own key, which believes the peer's pinned host key alone.
exec ssh -F none -i /var/lib/crossbed/ssh/id -o IdentitiesOnly=yes -o UserKnownHostsFile=/var/lib/crossbed/ssh/known_hosts \
  -o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no -o CheckHostIP=no -o StrictHostKeyChecking=yes -o BatchMode=yes \
  -o ForwardAgent=no -o ConnectTimeout=20 -o LogLevel=ERROR "$@"
