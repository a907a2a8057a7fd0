# Pings an address until stdin ends and prints what ping says, each line with the time in front. Values on stdin: ADDRESS,
# INTERVAL_SEC. -O has it tell of each packet without an answer, with the time: a ping that is killed while nobody answers prints no
# summary, and its last answer would else be its last sign of life. Makes nothing, so it needs no undo and can run any number of times.
[[ ${INTERVAL_SEC:?} =~ ^[0-9]+(\.[0-9]+)?$ ]] || { echo "INTERVAL_SEC is $INTERVAL_SEC; it must be a number of seconds" >&2; exit 64; }
LC_ALL=C ping -n -D -O -W 1 -i "$INTERVAL_SEC" -- "${ADDRESS:?}" &
ping=$!
until_unwanted "$ping" INT
status=$?
wait "$ping" 2> /dev/null
exit "$status"
