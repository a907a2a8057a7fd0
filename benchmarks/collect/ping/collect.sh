# Pings an address until stdin ends and prints what ping says, each line with the time in front. Lines on stdin: the address, the
# interval in seconds. Makes nothing, so it needs no undo and can run any number of times.
read -r address
read -r interval
[[ $interval =~ ^[0-9]+(\.[0-9]+)?$ ]] || { echo "the interval must be a number of seconds, not: $interval" >&2; exit 64; }
LC_ALL=C ping -n -D -W 1 -i "$interval" -- "$address" &
ping=$!
until_unwanted "$ping" INT
status=$?
wait "$ping" 2> /dev/null
exit "$status"
