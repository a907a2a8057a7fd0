# Sees to it that a guest of this host comes home, whatever becomes of the runner that moves it: waits until stdin ends or is
# silent for long, then for the hop under way, and fetches the guest from the peer if it is there. Prints `watching` first.
# Lines on stdin: libvirt's URI here, the domain, the peer's address, migrate.sh in base64, then what migrate.sh reads on the
# peer after the domain, from this host's URI to the limit; after that anything, now and then, as a sign of life.
# A guest that is at home is left alone, so it may run twice; nothing to undo.
set -u
trap '' PIPE # nobody may be left to read what it says
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
read -r uri
read -r domain
read -r peer
read -r migrate
read -r home
read -r through
read -r limit
silence=120 # seconds
echo watching
while read -r -t "$silence" _; do :; done

flock "/run/crossbed-hop-$domain.lock" true
# Waits for a hop from there, which comes home by itself; then finds nothing to move.
said=$(printf '%s\n' "$uri" "$domain" "$home" "$through" "$limit" home |
  /var/lib/crossbed/ssh/peer-ssh "root@$peer" "$(base64 -d <<< "$migrate")" 2>&1)
if virsh -q -c "$uri" list --name | grep -qxF -- "$domain"; then exit 0; fi
echo "$said" >&2
logger -t crossbed "$domain is not at home: $said"
exit 1
