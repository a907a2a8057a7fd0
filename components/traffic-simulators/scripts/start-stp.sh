# Makes true: osmo-stp, the signalling transfer point between simulators and application, runs with CONFIG_BASE64; the
#   workload's files for the generators are unpacked from ARCHIVE.
# Inputs: CONFIG_BASE64, ARCHIVE (path on this machine), DIGEST (of the archive), PORT (SCTP port it must listen on).
# Undone by stop-stp.sh. Twice: an osmo-stp that already runs with the same configuration is left alone.
base=/run/crossbed/stp
files=/opt/crossbed/workload-$DIGEST
mkdir -p "$base" /opt/crossbed /var/log/crossbed
exec 9>"$base/lock"
flock 9

if [ ! -e "$files" ]; then
  echo "$DIGEST  $ARCHIVE" | sha256sum --check --status || { echo "$ARCHIVE is not the archive with digest $DIGEST" >&2; exit 65; }
  rm -rf "$files.new"
  mkdir -p "$files.new"
  tar -xzf "$ARCHIVE" -C "$files.new"
  mv -T "$files.new" "$files"
fi
ln -sfn "$files" /opt/crossbed/workload

alive() { [ -s "$base/pid" ] && [ "$(cat "/proc/$(cat "$base/pid")/comm" 2>/dev/null)" = osmo-stp ]; }
if alive && [ "$(cat "$base/identity" 2>/dev/null)" = "$CONFIG_BASE64" ]; then
  echo "osmo-stp runs"
  exit 0
fi
if alive; then
  kill "$(cat "$base/pid")"
  while alive; do sleep 0.2; done
fi
command -v osmo-stp >/dev/null || { echo "osmo-stp is not installed: apt-get install osmo-stp" >&2; exit 69; }
modprobe sctp 2>/dev/null || [ -e /proc/net/sctp ] || { echo "this kernel has no SCTP: install the module 'sctp'" >&2; exit 69; }
base64 -d <<<"$CONFIG_BASE64" >"$base/osmo-stp.cfg"
setsid osmo-stp --config-file "$base/osmo-stp.cfg" </dev/null >>/var/log/crossbed/osmo-stp.log 2>&1 9>&- &
echo $! >"$base/pid"
# Listening is the event; a configuration that it refuses ends the process at once.
until grep -qE "(^| )$PORT " <(awk 'NR > 1 { print $6 " " }' /proc/net/sctp/eps); do
  alive || sleep 0.5
  alive || { echo "osmo-stp ended at once:" >&2; tail -n 5 /var/log/crossbed/osmo-stp.log >&2; exit 70; }
  sleep 0.2
done
printf '%s' "$CONFIG_BASE64" >"$base/identity"
echo "osmo-stp started"
