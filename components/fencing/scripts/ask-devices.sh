#!/bin/bash
# Shows that this host reaches the fencing device of every peer: each answers a call for its status; nothing is fenced. Without
# that no cluster file system is mounted. Input: HOSTS (the peers' names); DEVICES (their descriptions: another one is asked again), BOOT_ID.
# Changes nothing, so it may run twice; nothing to undo.
: "${HOSTS:?}" "${DEVICES:?}"
program=$HOST_STATE/fencing/fence
status=0
for host in $HOSTS; do
  if ! state=$(printf 'host=%s\naction=status\n' "$host" | "$program" 2>&1); then
    echo "The fencing device of $host does not answer $HOSTNAME: ${state##*$'\n'}" >&2
    status=1
  fi
done
if ((status != 0)); then
  echo "Correct hosts[].fencing of the inventory, or the way from $HOSTNAME to the device; then run up again. No cluster file system was mounted." >&2
fi
exit "$status"
