#!/bin/sh
# peer-ssh …: ssh to a peer with this host's own key, which accepts nothing but the peer's pinned host key. libvirt calls it, too.
exec ssh -F "$HOST_SSH/config" "$@"
