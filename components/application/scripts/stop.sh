# Makes true: the supervised process NAME is gone. Undoes start.sh; the unpacked files and the logs stay.
# Inputs: NAME; others are ignored. Twice: nothing to stop is success.
base=/run/crossbed/$NAME
[ -s "$base/pid" ] || exit 0
pid=$(cat "$base/pid")
if kill -TERM -- "-$pid" 2>/dev/null; then
  for _ in $(seq 50); do
    kill -0 -- "-$pid" 2>/dev/null || break
    sleep 0.2
  done
  kill -KILL -- "-$pid" 2>/dev/null || true
fi
rm -rf "$base"
