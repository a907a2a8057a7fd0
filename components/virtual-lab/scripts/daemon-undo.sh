# shellcheck shell=bash
# Undoes daemon.sh. Inputs: LAB, DAEMON.
: "${DAEMON:?}"
pid=$(process_of "$DAEMON" || true)
[ -z "$pid" ] || end_processes "$pid"
rm -f "$LAB/run/$DAEMON.process" "$LAB/incarnations/$DAEMON"
