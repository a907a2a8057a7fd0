#!/bin/bash
# Registers the o2cb cluster and its nodes in this host's kernel, until the next reboot only. Straight into configfs: no
# file under /etc, and a node's name need not be the host's own. Input: CLUSTER, NODE (this host's), NODES
# (name:number:address …), PORT, DEAD_THRESHOLD, IDLE_TIMEOUT_MS; BOOT_ID. Undone by o2cb-stop.sh. Runs twice: what is
# registered is kept; a cluster of another name is an error.
: "${CLUSTER:?}" "${NODE:?}" "${NODES:?}" "${PORT:?}" "${DEAD_THRESHOLD:?}" "${IDLE_TIMEOUT_MS:?}"
modprobe -a configfs ocfs2 ocfs2_stack_o2cb
mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
# Where the kernel says who is a member: facts.sh reads it.
mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug
root=/sys/kernel/config/cluster

for path in "$root"/*/; do
  [[ -d $path && $(basename "$path") != "$CLUSTER" ]] || continue
  echo "o2cb on $HOSTNAME already has the cluster $(basename "$path"), which is not ours. Unregister it, or leave this host out of the inventory." >&2
  exit 1
done
echo o2cb > /sys/fs/ocfs2/cluster_stack

if [[ ! -d $root/$CLUSTER ]]; then
  mkdir "$root/$CLUSTER"
  echo "$DEAD_THRESHOLD" > "$root/$CLUSTER/heartbeat/dead_threshold"
  echo "$IDLE_TIMEOUT_MS" > "$root/$CLUSTER/idle_timeout_ms"
fi
read -ra nodes <<< "$NODES"
for entry in "${nodes[@]}"; do
  IFS=: read -r name number address <<< "$entry"
  node=$root/$CLUSTER/node/$name
  [[ -d $node ]] && continue
  mkdir "$node"
  echo "$PORT" > "$node/ipv4_port"
  echo "$address" > "$node/ipv4_address"
  echo "$number" > "$node/num"
  [[ $name != "$NODE" ]] || echo 1 > "$node/local"
done
