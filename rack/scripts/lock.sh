# Read before every script on a machine. The program that composes them sets lock_wait_sec.

# await_lock FD FILE WHAT: locks FILE, which is open as FD. WHAT else may hold it, for the error after a wait that has its end.
await_lock() {
  if ! flock --wait "${lock_wait_sec:?}" "$1"; then
    echo "$3 is still at work on $HOSTNAME after $lock_wait_sec s, so nothing was done. Look for it there: fuser -v $2" >&2
    exit 1
  fi
}
