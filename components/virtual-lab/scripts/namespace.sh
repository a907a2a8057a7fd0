# shellcheck shell=bash
# Makes true: the lab's network namespace exists, with its loopback up. Where it has to be made, nothing of the lab can be
# alive that is worth keeping: processes of an older namespace are ended and run-time files removed.
# Inputs: LAB, NAMESPACE, INCARNATION. Undo: namespace-undo.sh. Running again changes nothing.
: "${NAMESPACE:?}" "${INCARNATION:?}"
if ! ip netns exec "$NAMESPACE" true 2> /dev/null; then
  mapfile -t old < <(processes_of_lab)
  end_processes "${old[@]}"
  # What forwards ssh enters the namespace anew for each connection.
  find "$LAB/run" -mindepth 1 ! -name 'forward-*' -delete
  # After a reboot the name is a file without a namespace behind it.
  ip netns del "$NAMESPACE" 2> /dev/null || true
  ip netns add "$NAMESPACE"
fi
ip -n "$NAMESPACE" link set lo up
record_incarnation namespace "$INCARNATION"
echo "$NAMESPACE"
