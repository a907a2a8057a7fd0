# Moves a running guest live from this host to a peer, and prints when it began and ended, and how many bytes left meanwhile by the
# card that leads to the peer's address, as NAME=value lines: libxl keeps no figures of a migration, the kernel does.
# Input: URI (libvirt's here), DOMAIN, PEER (its URI), THROUGH (address that memory goes through), LIMIT_SEC, DIRECTION (`home` or
# `away`), SHARE (the guest's pCPUs there, words VCPU=PCPU and emulator=PCPUS; empty where they are the same). A guest that does not run here is left alone, so it may run twice; the way back is the same on the peer.
set -u
export LC_ALL=C
: "${URI:?}" "${DOMAIN:?}" "${PEER:?}" "${THROUGH:?}" "${LIMIT_SEC:?}" "${DIRECTION:?}" "${SHARE?}"
# virsh holds it, too: a process that waits for it waits for the hop, even for one that lost its runner.
mkdir -p "$HOST_RUN"
lock=$HOST_RUN/hop-$DOMAIN.lock
exec 9> "$lock"
await_lock 9 "$lock" "Another migration of $DOMAIN"
if ! virsh -q -c "$URI" list --name | grep -qxF -- "$DOMAIN"; then
  echo "$DOMAIN does not run on $HOSTNAME, so nothing was migrated. See where it runs: npx crossbed status" >&2
  exit 1
fi
# The definition stays at home, where Pulumi's refresh looks for it; elsewhere the guest is a visitor and leaves none.
definition=()
[[ $DIRECTION == home ]] && definition=(--persistent --undefinesource)
card=$(ip -o route get "$THROUGH" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
bytes_sent() { cat "/sys/class/net/$card/statistics/tx_bytes"; }
before=$(bytes_sent)
echo "started=$EPOCHREALTIME"
virsh -q -c "$URI" migrate --live "${definition[@]}" --migrateuri "tcp://$THROUGH" "$DOMAIN" "$PEER" < /dev/null &
migration=$!
for ((tenths = 0; ; tenths++)); do
  kill -0 "$migration" 2> /dev/null || break
  # The hypervisor gives up in order and the guest goes on here. libxl cannot: there it goes on to its end.
  ((tenths == LIMIT_SEC * 10)) && virsh -q -c "$URI" domjobabort "$DOMAIN" > /dev/null 2>&1
  sleep 0.1
done
wait "$migration"
status=$?
ended=$EPOCHREALTIME
sent=$(($(bytes_sent) - before))
# Reported last: there may be nobody left to read it, and the guest comes first.
# Only a platform whose libvirt may leave the guest suspended has that program.
if ((status != 0)) && [[ -x $HOST_STATE/wake-guest ]]; then "$HOST_STATE/wake-guest" "$DOMAIN"; fi
# It brought its pins along, which mean this host's pCPUs. At home its definition took them over, too.
if ((status == 0)) && [[ -n $SHARE ]]; then
  lasting=''
  [[ $DIRECTION == away ]] || lasting=' --config'
  pins=''
  for pin in $SHARE; do
    case $pin in
      emulator=*) pins+="emulatorpin $DOMAIN ${pin#*=} --live$lasting; " ;;
      *) pins+="vcpupin $DOMAIN ${pin%=*} ${pin#*=} --live$lasting; " ;;
    esac
  done
  if ! said=$(virsh -q -c "$PEER" "${pins%; }" 2>&1 < /dev/null); then echo "unpinned=${said//$'\n'/ }"; fi
fi
echo "ended=$ended"
echo "sent=$sent"
exit "$status"
