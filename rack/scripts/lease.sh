# Is read before every script that takes, gives back or asks for a lease: one line of JSON.

# lock_lease FILE shared|exclusive: keeps others from changing the lease, or reserves that for this shell, until this shell ends, however it ends.
lock_lease() {
  exec 8> "${LOCK%/*}.${1//\//_}"
  if ! flock "--$2" --wait 60 8; then
    echo "On $HOSTNAME a step of the stack that holds $1 is still at work: $(cat "$1" 2> /dev/null || true). Wait for its end, then run this again." >&2
    exit 1
  fi
}

# Prints a file's text; nothing where there is none.
text_of() { cat "$1" 2> /dev/null || true; }
