# Prints what xentop says of this host until stdin ends: its output on stdout as it is, and on stderr a line "line <number>
# <seconds since 1970>" for each that may be a heading, for xentop prints no time. A guest may be called like a heading: whoever
# reads the output knows which lines are some. Value on stdin: INTERVAL_SEC.
# Makes nothing, so it needs no undo and can run any number of times.
[[ ${INTERVAL_SEC:?} =~ ^[1-9][0-9]*$ ]] || { echo "INTERVAL_SEC is $INTERVAL_SEC; it must be a whole number of seconds" >&2; exit 64; }
# Without -f two guests whose names begin alike could not be told apart. Line by line, lest a sample waits in a buffer.
# xentop would also ask every guest's device model for its disks' figures, by a socket in /run/xen, and hang up where the
# answer takes more than 10 ms: QEMU 10.0 can die of that (use after free in its monitor), and the guest is without its disk.
# So it gets a view of the host without those sockets; the figures of disks, which nobody here reads, stay 0.
# shellcheck disable=SC2016 # the inner shell is to expand it
exec 3< <(LC_ALL=C exec unshare --mount bash -c \
  'mount -t tmpfs none /run/xen && exec stdbuf -oL xentop -b -f -d "$1"' xentop "$INTERVAL_SEC" 2>&1)
xentop=$!
number=0
while IFS= read -r line <&3; do
  ((number += 1))
  [[ $line == *NAME*STATE* ]] && echo "line $number $EPOCHREALTIME" >&2
  printf '%s\n' "$line"
done &
printer=$!
until_unwanted "$xentop" TERM
status=$?
wait "$printer" 2> /dev/null
exit "$status"
