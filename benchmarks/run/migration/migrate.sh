# Moves a running guest live from this host to a peer, and prints when it began and ended, and how many bytes left meanwhile by the
# card that leads to the peer's address, as NAME=value lines: libxl keeps no figures of a migration, the kernel does.
# Lines on stdin: libvirt's URI here, the domain, the peer's URI, the address that memory goes through, the limit in seconds,
# and `home` or `away`. A guest that does not run here is left alone, so it may run twice; the way back is the same on the peer.
set -u
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
read -r uri
read -r domain
read -r peer
read -r through
read -r limit
read -r direction
# virsh holds it too: whoever waits for it waits for the hop, also for one that lost its runner.
exec 9> "/run/crossbed-hop-$domain.lock"
flock 9
if ! virsh -q -c "$uri" list --name | grep -qxF -- "$domain"; then
  echo "$domain does not run on $HOSTNAME" >&2
  exit 1
fi
# The definition stays at home, where Pulumi's refresh looks for it; elsewhere the guest is a visitor and leaves none.
definition=()
[[ $direction == home ]] && definition=(--persistent --undefinesource)
card=$(ip -o route get "$through" | sed -n 's/.* dev \([^ ]*\).*/\1/p')
bytes_sent() { cat "/sys/class/net/$card/statistics/tx_bytes"; }
before=$(bytes_sent)
echo "started=$EPOCHREALTIME"
virsh -q -c "$uri" migrate --live "${definition[@]}" --migrateuri "tcp://$through" "$domain" "$peer" < /dev/null &
migration=$!
for ((tenths = 0; ; tenths++)); do
  kill -0 "$migration" 2> /dev/null || break
  # The hypervisor gives up in order and the guest goes on here. libxl cannot: there it goes on to its end.
  ((tenths == limit * 10)) && virsh -q -c "$uri" domjobabort "$domain" > /dev/null 2>&1
  sleep 0.1
done
wait "$migration"
status=$?
ended=$EPOCHREALTIME
sent=$(($(bytes_sent) - before))
# Told last: there may be nobody left to read it, and the guest comes first.
# Only a platform whose libvirt may leave the guest suspended has that program.
if ((status != 0)) && [[ -x /var/lib/crossbed/wake-guest ]]; then /var/lib/crossbed/wake-guest "$domain"; fi
echo "ended=$ended"
echo "sent=$sent"
exit "$status"
