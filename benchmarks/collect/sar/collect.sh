# Prints sar's CPU report of this machine until stdin ends. The first line of stdin is the interval in seconds.
# Makes nothing, so it needs no undo and can run any number of times.
set -u
read -r interval
[[ $interval =~ ^[1-9][0-9]*$ ]] || { echo "the interval must be a whole number of seconds, not: $interval" >&2; exit 64; }
LC_ALL=C TZ=UTC S_TIME_FORMAT=ISO S_COLORS=never sar -u ALL "$interval" &
sar=$!
# sar gone means nothing more will come; stdin at its end means that nobody wants more.
while kill -0 "$sar" 2>/dev/null; do
  read -r -t 1 _ && continue
  [ $? -gt 128 ] || break # above 128: only the second has passed
done
kill "$sar" 2>/dev/null && status=0 || status=1
wait "$sar" 2>/dev/null
exit "$status"
