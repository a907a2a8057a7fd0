# shellcheck shell=bash
# Makes true: a machine of the lab runs and answers ssh with its own host key. Starts it when it is off. Inputs: LAB, DOMAIN,
# UUID (of the domain), MACHINE, URI, INCARNATION, WAIT_SEC (until it answers), CONNECT_SEC (of one try). Undo: power-undo.sh. Running again changes nothing.
: "${DOMAIN:?}" "${UUID:?}" "${MACHINE:?}" "${URI:?}" "${INCARNATION:?}" "${WAIT_SEC:?}" "${CONNECT_SEC:?}"
log=$LAB/log/$DOMAIN.console
virsh=(timeout "$LIBVIRT_SEC" virsh --quiet --connect "$URI")
fail() {
  echo "$MACHINE $*" >&2
  [ ! -s "$log" ] || { echo "Last lines of its console ($log):" >&2; tail -n 5 "$log" | tr -d '\r' >&2; }
  exit 1
}
state() { "${virsh[@]}" domstate "$UUID" 2> /dev/null || true; }

mkdir -p "$LAB/incarnations"
echo "$UUID" > "$LAB/incarnations/$DOMAIN.uuid"
if [ -z "$(state)" ] && [ -s "$LAB/run/$UUID.xml" ]; then "${virsh[@]}" define "$LAB/run/$UUID.xml"; fi
case $(state) in
  running) ;;
  'shut off' | crashed)
    echo "$MACHINE is off, starting it"
    timeout 300 virsh --quiet --connect "$URI" start "$UUID" || fail "does not start. If somebody removed files of the lab: npx crossbed down"
    ;;
  paused) "${virsh[@]}" resume "$UUID" ;;
  *) fail "is no longer known to the lab's libvirt. Take the lab down and up again: npx crossbed down" ;;
esac

begin=$SECONDS look=0 starts=0
echo "$MACHINE boots; emulated this takes one to two minutes"
until ssh -F "$LAB/ssh/config" -o BatchMode=yes -o ConnectTimeout="$CONNECT_SEC" -o LogLevel=ERROR "$MACHINE" true < /dev/null > /dev/null 2>&1; do
  # Each look takes time from the processor that the machine boots on.
  if ! ((++look % 10)) && [ "$(state)" != running ]; then
    # The others may cut off a host that they have just lost while it is on its way back.
    ((++starts <= 3)) || fail "went off four times while it booted. Take the lab down and up again: npx crossbed down"
    timeout 300 virsh --quiet --connect "$URI" start "$UUID" 2> /dev/null || true
  fi
  ((SECONDS - begin < WAIT_SEC)) || fail "does not answer ssh after $WAIT_SEC s. Take the lab down and up again: npx crossbed down"
  sleep 2
done
record_incarnation "$DOMAIN" "$INCARNATION"
echo "$MACHINE answers ssh ($((SECONDS - begin)) s)"
