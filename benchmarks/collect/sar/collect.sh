# Prints sar's CPU report of this machine until stdin ends. Value on stdin: INTERVAL_SEC.
# Makes nothing, so it needs no undo and can run any number of times.
[[ ${INTERVAL_SEC:?} =~ ^[1-9][0-9]*$ ]] || { echo "INTERVAL_SEC is $INTERVAL_SEC; it must be a whole number of seconds" >&2; exit 64; }
LC_ALL=C TZ=UTC S_TIME_FORMAT=ISO S_COLORS=never sar -u ALL "$INTERVAL_SEC" &
sar=$!
until_unwanted "$sar" TERM
status=$?
wait "$sar" 2> /dev/null
exit "$status"
