# shellcheck shell=bash
# Undoes namespace.sh: ends whatever still runs of the lab and removes it with its bridges. Inputs: LAB, NAMESPACE.
: "${NAMESPACE:?}"
mapfile -t left < <({ ip netns pids "$NAMESPACE" 2> /dev/null || true; processes_of_lab; recorded_processes; } | sort -u)
end_processes "${left[@]}"
if [ -e "/run/netns/$NAMESPACE" ]; then ip netns del "$NAMESPACE"; fi
rm -f "$LAB/incarnations/namespace"
