# shellcheck shell=bash
# Makes true: one of libvirt's daemons runs in the lab's namespace with the lab's directories in place of the machine's, so
# that it shares nothing with the machine's own libvirt, and answers. Prints how to connect.
# Inputs: LAB, NAMESPACE, DAEMON (virtlogd or libvirtd), HIDE_KVM (1 or 0), INCARNATION. Undo: daemon-undo.sh. Running again
# leaves a daemon alone that runs in this namespace.
: "${NAMESPACE:?}" "${DAEMON:?}" "${HIDE_KVM:?}" "${INCARNATION:?}"
socket=$LAB/run/libvirt-sock
[ "$DAEMON" = libvirtd ] || socket=$LAB/run/$DAEMON-sock
pid=$(process_of "$DAEMON" || true)
if [ -n "$pid" ] && [ "$(stat -Lc %i "/proc/$pid/ns/net")" != "$(stat -Lc %i "/run/netns/$NAMESPACE")" ]; then
  end_processes "$pid"
  pid=
fi
if [ -z "$pid" ]; then
  rm -f "$socket" "$LAB/run/$DAEMON.pid"
  : > "$LAB/run/no-kvm"
  chmod 000 "$LAB/run/no-kvm"
  # `ip netns exec` gives the daemon a mount namespace of its own: these mounts end with it.
  # shellcheck disable=SC2016 # the inner shell expands its own arguments
  setsid ip netns exec "$NAMESPACE" bash -c '
    set -e
    lab=$1 daemon=$2 hide_kvm=$3
    bind() { mkdir -p "$2"; mount --bind "$1" "$2"; }
    bind "$lab/etc" /etc/libvirt
    bind "$lab/lib" /var/lib/libvirt
    bind "$lab/cache" /var/cache/libvirt
    bind "$lab/log" /var/log/libvirt
    bind "$lab/run" /run/libvirt
    # Where /dev/kvm is there but does not work, libvirt would try it again, for seconds, on every call.
    if [ "$hide_kvm" = 1 ] && [ -e /dev/kvm ]; then mount --bind "$lab/run/no-kvm" /dev/kvm; fi
    exec "$daemon" --config "/etc/libvirt/$daemon.conf" --pid-file "/run/libvirt/$daemon.pid"
  ' - "$LAB" "$DAEMON" "$HIDE_KVM" < /dev/null > "$LAB/log/$DAEMON.log" 2>&1 &
  pid=$!
  record_process "$DAEMON" "$pid"
fi
answers() {
  case $DAEMON in
    libvirtd) timeout "$LIBVIRT_SEC" virsh --quiet --connect "qemu+unix:///system?socket=$socket" uri > /dev/null 2>&1 ;;
    *) [ -S "$socket" ] ;;
  esac
}
for ((tries = 0; tries < 600; tries++)); do
  if answers; then
    record_incarnation "$DAEMON" "$INCARNATION"
    echo "qemu+unix:///system?socket=$socket"
    exit 0
  fi
  [ -n "$(start_time "$pid")" ] || break
  sleep 0.1
done
echo "$DAEMON of the lab does not answer. Take the lab down and up again: npx crossbed down. Last lines of $LAB/log/$DAEMON.log:" >&2
tail -n 10 "$LAB/log/$DAEMON.log" >&2
exit 1
