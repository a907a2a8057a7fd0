# Pings an address until stdin ends and prints what ping says, each line with the time in front. Lines on stdin: the address, the
# interval in seconds. Makes nothing, so it needs no undo and can run any number of times.
set -u
export PATH=$PATH:/usr/sbin:/sbin
read -r address
read -r interval
[[ $interval =~ ^[0-9]+(\.[0-9]+)?$ ]] || { echo "the interval must be a number of seconds, not: $interval" >&2; exit 64; }
LC_ALL=C ping -n -D -W 1 -i "$interval" -- "$address" &
ping=$!
# ping gone means nothing more will come; stdin at its end means that nobody wants more.
while kill -0 "$ping" 2>/dev/null; do
  read -r -t 1 _ && continue
  [ $? -gt 128 ] || break # above 128: only the second has passed
done
kill -INT "$ping" 2>/dev/null && status=0 || status=1
wait "$ping" 2>/dev/null
exit "$status"
