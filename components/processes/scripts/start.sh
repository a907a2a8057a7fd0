#!/bin/bash
# Makes true: the workload's files are unpacked from ARCHIVE at $HOST_FILES/workload, and, with a NAME, one supervised process of
# that name runs and serves. Input: ARCHIVE (path on this machine), DIGEST (its SHA-256), NAME; COMMAND, CONFIG and READY (texts in
# base64), MODULES (of the kernel), PROGRAMS (program:package …), LOG (file for what it prints), SLICE (of systemd's, that it runs in; empty:
# none); BOOT_ID. Earlier files go when no process runs from them. COMMAND
# finds the files in $FILES and the configuration at $CONFIG; READY succeeds once the process serves. Undone by stop.sh. Runs twice: files that are there and a process that runs
# with the same command and configuration are left alone.
: "${ARCHIVE:?}" "${DIGEST:?}" "${NAME?}" "${COMMAND?}" "${CONFIG?}" "${READY?}" "${MODULES?}" "${PROGRAMS?}" "${SLICE?}" "${LOG?}"
base=$HOST_RUN/$NAME
files=$HOST_FILES/workload-$DIGEST
log=$LOG
mkdir -p "$HOST_FILES" "$HOST_LOGS"

# Steps of several processes may come at once.
unpack() {
  await_lock 8 "$HOST_FILES/.unpacking" "Another step that unpacks the workload"
  if [[ ! -e $files ]]; then
    if ! sha256sum --check --status <<< "$DIGEST  $ARCHIVE"; then
      echo "$ARCHIVE on $HOSTNAME does not have the digest $DIGEST, so it was not unpacked: somebody changed it, or its copy was cut. Run up again." >&2
      exit 65
    fi
    rm -rf "$files.new"
    mkdir -p "$files.new"
    tar -xzf "$ARCHIVE" -C "$files.new"
    mv -T "$files.new" "$files"
  fi
  ln -sfn "$files" "$HOST_FILES/workload"
}
unpack 8> "$HOST_FILES/.unpacking"

# Earlier files that no process here was started from go once the new ones are in place. Only Crossbed makes directories of such names.
remove_unnamed() {
  local old digest
  await_lock 8 "$HOST_FILES/.unpacking" "Another step that unpacks the workload"
  for old in "$HOST_FILES"/workload-*; do
    digest=${old##*/workload-}
    digest=${digest%.new}
    [[ ${#digest} == "${#DIGEST}" && $digest != *[^0-9a-f]* && -d $old && ! -L $old && $old != "$files" ]] || continue
    grep -qs "^$old " "$HOST_RUN"/*/identity || rm -rf "$old"
  done
}
if [[ -z $NAME ]]; then
  remove_unnamed 8> "$HOST_FILES/.unpacking"
  exit 0
fi
mkdir -p "$base"

missing=() packages=()
read -ra needed <<< "$PROGRAMS"
for one in "${needed[@]}"; do
  type -P "${one%%:*}" > /dev/null && continue
  missing+=("${one%%:*}") packages+=("${one#*:}")
done
if ((${#missing[@]} > 0)); then
  echo "$HOSTNAME lacks ${missing[*]}, which $NAME needs. Install there: ${packages[*]}" >&2
  exit 69
fi
read -ra modules <<< "$MODULES"
for module in "${modules[@]}"; do
  modprobe "$module" 2> /dev/null || [[ -e /proc/net/$module || -e /sys/module/$module ]] || {
    echo "The kernel of $HOSTNAME has no module $module, which $NAME needs. Install a kernel or package there that has it." >&2
    exit 69
  }
done

identity="$files $COMMAND $CONFIG $SLICE"
if pid=$(supervisor_of "$NAME"); then
  if [[ $(cat "$base/identity" 2> /dev/null) == "$identity" ]]; then
    echo "$NAME runs"
    exit 0
  fi
  kill -TERM -- "-$pid"
  while supervisor_of "$NAME" > /dev/null; do sleep 0.2; done
fi
base64 -d <<< "$CONFIG" > "$base/config"
base64 -d <<< "$COMMAND" > "$base/command"
ready=$(base64 -d <<< "$READY")
rm -f "$base/ended" "$base/identity"
# The supervisor starts the process again when it dies, as a node that was killed comes back, and records how often and with which exit
# status at last. It does not have the program's name, because somebody who kills the program by name does not mean its supervisor.
scope=()
[[ -z $SLICE ]] || scope=(systemd-run -q --scope "--slice=$SLICE")
# shellcheck disable=SC2016 # the supervisor expands its own variables
FILES=$files CONFIG=$base/config BASE=$base setsid "${scope[@]}" bash -c 'trap "kill \$child 2>/dev/null; wait; exit" TERM
  while :; do
    bash "$BASE/command" & child=$!; wait "$child"; status=$?
    ends=$((ends + 1)); echo "$ends $status" > "$BASE/ended"; sleep 1
  done' supervisor "$NAME" . \
  < /dev/null >> "$log" 2>&1 &
supervisor=$!
echo "$supervisor $(start_time "$supervisor")" > "$base/pid"
until [[ -z $ready ]] || bash -c "$ready"; do
  if [[ -e $base/ended ]] || ! supervisor_of "$NAME" > /dev/null || ((SECONDS > 300)); then
    echo "$NAME on $HOSTNAME ended, or did not serve within 300 s. It said:" >&2
    tail -n 5 "$log" >&2
    kill -TERM -- "-$supervisor" 2> /dev/null || true
    exit 70
  fi
  sleep 0.2
done
printf '%s' "$identity" > "$base/identity"
remove_unnamed 8> "$HOST_FILES/.unpacking"
echo "$NAME started"
