#!/bin/bash
# Makes a guest run on its home host and waits until it answers ssh; prints its boot id. It is started only if it runs
# nowhere, here or on a peer; one that is paused goes on. Input: DOMAIN, CONSOLE (its log), UUID, URI, ADDRESS, HOST_KEY (the guest's), PEERS
# (name=address …), INCARNATION (the number of this start, counted by the host), DISKS, WAIT_SEC, ANSWER_SEC (for one command of ssh); BOOT_ID. Undone by guest-ready-undo.sh. Runs twice: a guest that
# runs is only waited for.
: "${DOMAIN:?}" "${CONSOLE:?}" "${UUID:?}" "${URI:?}" "${ADDRESS:?}" "${HOST_KEY:?}" "${INCARNATION:?}" "${DISKS:?}" "${WAIT_SEC:?}" "${ANSWER_SEC:?}" "${PEERS?}"
records=$HOST_GUESTS
read -ra disks <<< "$DISKS"
known=$(mktemp)
trap 'rm -f "$known"' EXIT
printf '%s %s\n' "$ADDRESS" "$HOST_KEY" > "$known"

# Prints why a guest does not run that libvirt calls running; a platform whose libvirt can err so has a program that tells.
why_stalled() { [[ ! -x $HOST_STATE/guest-stalled ]] || "$HOST_STATE/guest-stalled" "$DOMAIN"; }
is_active() { [[ $(virsh -q -c "$URI" domstate "$DOMAIN" 2> /dev/null) == running ]]; }
is_running() { is_active && [[ -z $(why_stalled) ]]; }
# Has a guest that is paused go on where it stands, unless a migration paused it: it has its memory still.
go_on() {
  local state
  state=$(virsh -q -c "$URI" domstate --reason "$DOMAIN")
  case $state in
    'paused (migrat'* | 'paused (post-copy'*) echo "$DOMAIN on $HOSTNAME is being migrated. Wait for its end, then run up again." >&2 ;;
    paused*)
      virsh -q -c "$URI" resume "$DOMAIN"
      if is_active; then return 0; fi
      echo "$DOMAIN on $HOSTNAME stands still again: its disk has no room or fails. Give the LUN room (df $HOST_MOUNTS/*), then run up again." >&2
      ;;
    *) return 0 ;;
  esac
  exit 1
}
if ! is_running; then
  read -ra peers <<< "$PEERS"
  elsewhere=$("$HOST_SSH/running-elsewhere" "$URI" "$DOMAIN" "${peers[@]}")
  if [[ -n $elsewhere ]]; then
    echo "$DOMAIN runs on $elsewhere, so it was not started a second time on $HOSTNAME. Bring it home: npx crossbed home" >&2
    exit 1
  fi
  if ! virsh -q -c "$URI" domstate "$DOMAIN" > /dev/null 2>&1; then
    if [[ ! -s $records/$DOMAIN.xml ]]; then
      echo "libvirt on $HOSTNAME does not know $DOMAIN, and $records/$DOMAIN.xml, where its definition is kept, is empty or gone. Run pulumi refresh, then up." >&2
      exit 1
    fi
    virsh -q -c "$URI" define "$records/$DOMAIN.xml"
  fi
  go_on
  if ! is_running; then
    # The guest runs nowhere: the machine that the guard still names was lost with it.
    rm -f "${disks[@]/%/.incoming}"
    if [[ $(why_stalled) == suspended ]]; then "$HOST_STATE/wake-guest" "$DOMAIN" || true; fi
  fi
  if ! is_running; then
    if is_active; then virsh -q -c "$URI" destroy "$DOMAIN"; fi
    rm -f "${disks[@]/%/.owner}"
    # One at a time: libxl gives its helpers ten seconds each, and a host that starts several guests needs them.
    flock --wait 600 "$records" virsh -q -c "$URI" start "$DOMAIN"
  fi
fi
virsh -q -c "$URI" dumpxml --inactive --security-info "$DOMAIN" | write_whole "$records/$DOMAIN.xml"
# Beside the disk, too: should this host be lost, another one may be asked to start the guest.
write_whole "${disks[0]%.*}.xml" < "$records/$DOMAIN.xml" || echo "The definition of $DOMAIN could not be kept beside its disk: no other host can start it when $HOSTNAME is lost." >&2
write_whole "$records/$DOMAIN.started" <<< "$INCARNATION $UUID"

# The shell itself asks: where the processor is emulated, programs that ask would take the time the guest needs to boot.
# The handshake behind the greeting costs such a guest seconds, so it is tried once there is something to greet.
greets() {
  local greeting=''
  { exec 3<> "/dev/tcp/$ADDRESS/22"; } 2> /dev/null || return 1
  read -r -t 10 -N 4 greeting <&3 || true
  exec 3>&-
  [[ $greeting == SSH- ]]
}
next_look=0
while ((SECONDS < WAIT_SEC)); do
  if greets && timeout "$ANSWER_SEC" ssh -n -F "$HOST_SSH/config" -o UserKnownHostsFile="$known" "root@$ADDRESS" \
    cat /proc/sys/kernel/random/boot_id; then
    exit 0
  fi
  if ((SECONDS >= next_look)) && ! is_running; then
    echo "$DOMAIN stopped on $HOSTNAME while it booted. Its console said:" >&2
    tail -n 15 "$CONSOLE" >&2 || true
    exit 1
  fi
  ((SECONDS < next_look)) || next_look=$((SECONDS + 20))
  sleep 2
done
echo "$DOMAIN on $HOSTNAME does not answer ssh at $ADDRESS after $WAIT_SEC s. Its console said:" >&2
tail -n 15 "$CONSOLE" >&2 || true
exit 1
