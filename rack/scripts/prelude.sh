# Read before every step's script, after values.sh.
set -euo pipefail
# QEMU runs as a user of its own and must find its way to disks and programs, whatever root's own umask is.
umask 022
: "${LOCK:?}"

# write_whole FILE: makes stdin the file's content; after a loss of power in between, the file holds the old content or the new.
write_whole() {
  cat > "$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
}

# A step runs alone: after Pulumi was killed or the connection broke, the script of the earlier run may still be at work here.
mkdir -p "${LOCK%/*}"
exec 9> "$LOCK"
if ! flock --nonblock 9; then
  echo "An earlier run of this step is still at work on $HOSTNAME; this one waits for its end." >&2
  await_lock 9 "$LOCK" "An earlier run of this step"
fi

# A step works on a machine only while its stack holds that machine, and nobody takes it meanwhile. LEASE_FILE is absent where a
# step needs no lease. A step may also undo where nobody holds the machine: that harms nobody.
if [[ -n ${LEASE_FILE:-} ]]; then
  lock_lease "$LEASE_FILE" shared
  crossbed_lease=$(text_of "$LEASE_FILE")
  if [[ $crossbed_lease != *"$LEASE_IDENTITY"* && ! (${undoes:-} == yes && -z $crossbed_lease) ]]; then
    echo "$HOSTNAME does not belong to the stack $LEASE_STACK of this clone now, so nothing was touched. Its lease names: ${crossbed_lease:-nobody}. Look who uses it: npx crossbed status $LEASE_STACK. Take it: npx crossbed switch $LEASE_STACK; or forget what this clone built there: npx pulumi stack rm --force $LEASE_STACK" >&2
    exit 1
  fi
fi
