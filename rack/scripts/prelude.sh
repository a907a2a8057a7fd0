# Read before every step's script, after values.sh.
set -euo pipefail
: "${LOCK:?}"

# write_whole FILE: what stdin says becomes the file's content; whoever loses the power meanwhile finds the old one or the new one.
write_whole() {
  cat > "$1.new"
  sync "$1.new"
  mv "$1.new" "$1"
}

# A step runs alone: when Pulumi was killed or the line broke, the script of the earlier run may still be at work here.
mkdir -p "${LOCK%/*}"
exec 9> "$LOCK"
if ! flock --nonblock 9; then
  echo "an earlier run of this step is still at work; waiting for its end" >&2
  flock 9
fi
