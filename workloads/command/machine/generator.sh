#!/bin/bash
# Runs one load. Input, on stdin: values as values.sh reads them and an empty line; then stdin stays open, and its end ends the load
# with all its processes. START_AT_MS is when to begin, by this machine's clock, 0 for at once. Output: the start in milliseconds since
# 1970, then $OUTPUT as it grows. Exits as the user's text does, with the last lines it said on stderr. `generator.sh lacks` prints those
# of the program:package on stdin that are not there.
set -uo pipefail
FILES=$(dirname "$(readlink -f "$0")")
if [[ ${1:-} == lacks ]]; then
  while read -r needed; do type -P "${needed%%:*}" > /dev/null || echo "$needed"; done
  exit 0
fi
declare -A text=()
# shellcheck source=/dev/null
. "$FILES/values.sh"
readValues
directory=$(mktemp -d /tmp/crossbed-load.XXXXXX)
trap 'rm -rf "$directory"' EXIT
export APP=$FILES/app OUTPUT=$directory/output CONFIG=$directory/config
printf '%s' "${text[config]}" > "$CONFIG"
: > "$OUTPUT"
left=$((START_AT_MS - $(date +%s%3N)))
if ((left > 0)); then sleep "$((left / 1000)).$(printf '%03d' $((left % 1000)))"; fi
date +%s%3N
exec 3<&0
cd "$directory" || exit
# A session of its own: what the text starts ends with it.
setsid bash -euo pipefail -c "${text[run]}" < /dev/null > log 2>&1 3<&- &
load=$!
{
  while read -r _; do :; done
  kill -TERM -- "-$load" 2> /dev/null
  for _ in {1..25}; do
    kill -0 -- "-$load" 2> /dev/null || exit
    sleep 0.2
  done
  kill -KILL -- "-$load" 2> /dev/null
} <&3 > /dev/null &
watcher=$!
exec 3<&-
tail -n +1 -F --pid="$load" -s 0.2 "$OUTPUT" 2> /dev/null &
tail=$!
wait "$load"
status=$?
kill -KILL -- "-$load" 2> /dev/null
kill "$watcher" 2> /dev/null
wait "$tail"
((status == 0)) || tail -n 5 log >&2
exit "$status"
