# Makes true: osmo-stp is gone. Undoes start.sh; files and logs stay. Twice: nothing to stop is success.
base=/run/crossbed/stp
[ -s "$base/pid" ] || exit 0
pid=$(cat "$base/pid")
if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = osmo-stp ]; then
  kill "$pid"
  for _ in $(seq 50); do
    [ -d "/proc/$pid" ] || break
    sleep 0.2
  done
  kill -KILL "$pid" 2>/dev/null || true
fi
rm -rf "$base"
