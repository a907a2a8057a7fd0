# shellcheck shell=bash
# Undoes bmc.sh. Inputs: LAB, NAMESPACE, MACHINE, ADDRESS, BRIDGE.
: "${LAB:?}" "${NAMESPACE:?}" "${MACHINE:?}" "${ADDRESS:?}" "${BRIDGE:?}"
thing=bmc-$MACHINE
pid=$(process_of "$thing" || true)
[ -z "$pid" ] || end_processes "$pid"
ip -n "$NAMESPACE" address del "$ADDRESS/32" dev "$BRIDGE" 2> /dev/null || true
rm -rf "$LAB/bmc/$MACHINE" "$LAB/run/$thing.process" "$LAB/incarnations/$thing"
