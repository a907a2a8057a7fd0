# Makes true: the generators' files are unpacked from ARCHIVE at /opt/crossbed/workload; with STP_CONFIG_BASE64, osmo-stp, the
#   signalling transfer point between generators and application, runs with that configuration and listens on STP_PORT.
# Inputs: ARCHIVE (path on this machine), DIGEST (its SHA-256), STP_CONFIG_BASE64 and STP_PORT (both or neither).
# Undone by stop.sh. Twice: files that are there and an osmo-stp that runs with the same configuration are left alone.
files=/opt/crossbed/workload-$DIGEST
base=/run/crossbed/stp
mkdir -p "$base" /opt/crossbed /var/log/crossbed

if [ ! -e "$files" ]; then
  echo "$DIGEST  $ARCHIVE" | sha256sum --check --status || { echo "$ARCHIVE is not the archive with digest $DIGEST" >&2; exit 65; }
  rm -rf "$files.new"
  mkdir -p "$files.new"
  tar -xzf "$ARCHIVE" -C "$files.new"
  mv -T "$files.new" "$files"
fi
ln -sfn "$files" /opt/crossbed/workload
modprobe sctp 2>/dev/null || [ -e /proc/net/sctp ] || { echo "this kernel has no SCTP: install the module 'sctp'" >&2; exit 69; }
[ -n "${STP_CONFIG_BASE64:-}" ] || { echo "files in place"; exit 0; }

alive() { [ -s "$base/pid" ] && [ "$(cat "/proc/$(cat "$base/pid")/comm" 2>/dev/null)" = osmo-stp ]; }
if alive && [ "$(cat "$base/identity" 2>/dev/null)" = "$STP_CONFIG_BASE64" ]; then
  echo "osmo-stp runs"
  exit 0
fi
if alive; then
  kill "$(cat "$base/pid")"
  while alive; do sleep 0.2; done
fi
command -v osmo-stp >/dev/null || { echo "osmo-stp is not installed: apt-get install osmo-stp" >&2; exit 69; }
base64 -d <<<"$STP_CONFIG_BASE64" >"$base/osmo-stp.cfg"
: >/var/log/crossbed/osmo-stp.log
setsid osmo-stp --config-file "$base/osmo-stp.cfg" </dev/null >/var/log/crossbed/osmo-stp.log 2>&1 &
pid=$!
echo "$pid" >"$base/pid"
# Listening is the event; a configuration that it refuses ends the process at once. Column 6 is the local port.
until awk -v port="$STP_PORT" 'NR > 1 && $6 == port { found = 1 } END { exit !found }' /proc/net/sctp/eps; do
  [ -d "/proc/$pid" ] || { echo "osmo-stp ended at once:" >&2; tail -n 5 /var/log/crossbed/osmo-stp.log >&2; exit 70; }
  sleep 0.2
done
printf '%s' "$STP_CONFIG_BASE64" >"$base/identity"
echo "osmo-stp started"
