#!/bin/bash
# Removes the o2cb cluster from this host's kernel. Input: CLUSTER, NODE. Runs twice: what is not registered is not missed.
: "${CLUSTER:?}" "${NODE:?}"
if grep -q ' ocfs2 ' /proc/mounts; then
  echo "An OCFS2 file system is still mounted on $HOSTNAME: $(awk '$3 == "ocfs2" { print $2 }' /proc/mounts). Unmount it first." >&2
  exit 1
fi
cluster=/sys/kernel/config/cluster/$CLUSTER
[[ -d $cluster ]] || exit 0
for region in "$cluster"/heartbeat/*/; do [[ ! -d $region ]] || rmdir "$region"; done
# The local node last: the network listens as long as it is there.
for node in "$cluster"/node/*/; do
  [[ $(basename "$node") == "$NODE" ]] || rmdir "$node"
done
if [[ -d $cluster/node/$NODE ]]; then rmdir "$cluster/node/$NODE"; fi
rmdir "$cluster"
