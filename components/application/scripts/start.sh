# Makes true: the workload's files are unpacked from ARCHIVE, and one supervised process of the program PROGRAM (a file in
#   them) called NAME runs with the configuration CONFIG_BASE64 and the arguments it needs.
# Inputs: NAME, PROGRAM, ARCHIVE (path on this machine), DIGEST (its SHA-256), CONFIG_BASE64.
# Undone by stop.sh. Twice: a process that already runs with the same files and configuration is left alone.
base=/run/crossbed/$NAME
files=/opt/crossbed/workload-$DIGEST
mkdir -p "$base" /opt/crossbed /var/log/crossbed

if [ ! -e "$files/$PROGRAM" ]; then
  echo "$DIGEST  $ARCHIVE" | sha256sum --check --status || { echo "$ARCHIVE is not the archive with digest $DIGEST" >&2; exit 65; }
  rm -rf "$files.new"
  mkdir -p "$files.new"
  tar -xzf "$ARCHIVE" -C "$files.new"
  mv -T "$files.new" "$files"
fi

ln -sfn "$files" /opt/crossbed/workload
alive() { [ -s "$base/pid" ] && kill -0 "$(cat "$base/pid")" 2>/dev/null; }
identity="$files/$PROGRAM $CONFIG_BASE64"
if alive && [ "$(cat "$base/identity" 2>/dev/null)" = "$identity" ]; then
  echo "$NAME runs"
  exit 0
fi
if alive; then
  kill -TERM -- "-$(cat "$base/pid")"
  while alive; do sleep 0.2; done
fi
modprobe sctp 2>/dev/null || [ -e /proc/net/sctp ] || { echo "this kernel has no SCTP: install the module 'sctp'" >&2; exit 69; }
base64 -d <<<"$CONFIG_BASE64" >"$base/config.json"
# The supervisor starts the process again when it dies: a killed application comes back as the standby. It does not bear the
# program's name: who kills the application by name does not mean its supervisor.
# shellcheck disable=SC2016 # the supervisor expands its own variables
FILE=$files/$PROGRAM CONFIG=$base/config.json setsid bash -c 'trap "kill \$child 2>/dev/null; wait; exit" TERM
  while :; do node "$FILE" --config "$CONFIG" & child=$!; wait "$child"; sleep 1; done' supervisor </dev/null >>"/var/log/crossbed/$NAME.log" 2>&1 &
echo $! >"$base/pid"
printf '%s' "$identity" >"$base/identity"
echo "$NAME started"
