# Moves a running guest live from this host to a peer, and prints when it began, when it ended and how, as NAME=value lines.
# Lines on stdin: libvirt's URI here, the domain, the peer's URI, the address that memory goes through, the limit in seconds.
# A guest that does not run here is left alone, so it may run twice; the way back is the same on the peer.
set -u
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
read -r uri
read -r domain
read -r peer
read -r through
read -r limit
if ! virsh -q -c "$uri" list --name | grep -qxF -- "$domain"; then
  echo "$domain does not run on $HOSTNAME" >&2
  exit 1
fi
echo "started=$EPOCHREALTIME"
virsh -q -c "$uri" migrate --live --persistent --undefinesource --migrateuri "tcp://$through" "$domain" "$peer" < /dev/null &
migration=$!
for ((tenths = 0; ; tenths++)); do
  kill -0 "$migration" 2> /dev/null || break
  # The hypervisor gives up in order and the guest goes on here. libxl cannot: there it goes on to its end.
  ((tenths == limit * 10)) && virsh -q -c "$uri" domjobabort "$domain" > /dev/null 2>&1
  sleep 0.1
done
wait "$migration"
status=$?
echo "ended=$EPOCHREALTIME"
exit "$status"
