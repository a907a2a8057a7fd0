# shellcheck shell=bash
# Undoes forwarder.sh. Inputs: LAB, MACHINE.
: "${MACHINE:?}"
thing=forward-$MACHINE
pid=$(process_of "$thing" || true)
[ -z "$pid" ] || end_processes "$pid"
rm -f "$LAB/run/$thing.process" "$LAB/run/$thing.route" "$LAB/incarnations/$thing"
