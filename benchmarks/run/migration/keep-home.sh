# Ensures that a guest of this host comes home, whatever happens to the runner that moves it: waits until stdin ends or is silent
# for SILENCE_SEC, then for the hop under way, and fetches the guest from the peer if it is there. Prints `watching` first.
# Input: SILENCE_SEC, URI (libvirt's here), DOMAIN, PEER (address), MIGRATE (migrate.sh in base64), and for migrate.sh on the peer HOME_URI (this
# host's), THROUGH, LIMIT_SEC, SHARE; then stdin stays open and brings anything, now and then, as a sign of life.
# A guest that is at home is left alone, so it may run twice; nothing to undo.
set -u
trap '' PIPE # nobody may be left to read what it says
export LC_ALL=C
: "${URI:?}" "${DOMAIN:?}" "${PEER:?}" "${MIGRATE:?}" "${HOME_URI:?}" "${THROUGH:?}" "${LIMIT_SEC:?}" "${SHARE?}" "${SILENCE_SEC:?}"
# Nobody may be left to read why but the host's own log.
give_up() {
  echo "$said" >&2
  logger -t crossbed "$DOMAIN is not at home: $said"
  exit 1
}
echo watching
while read -r -t "$SILENCE_SEC" _; do :; done

mkdir -p "$HOST_RUN"
lock=$HOST_RUN/hop-$DOMAIN.lock
exec 9> "$lock"
said=$(await_lock 9 "$lock" "A migration of $DOMAIN" 2>&1) || give_up
exec 9>&-
# Waits for a hop from there, which comes home by itself; then finds nothing to move.
said=$(printf '%s\n' "URI=$URI" "DOMAIN=$DOMAIN" "PEER=$HOME_URI" "THROUGH=$THROUGH" "LIMIT_SEC=$LIMIT_SEC" "SHARE=$SHARE" DIRECTION=home '' |
  "$HOST_SSH/peer-ssh" "root@$PEER" "$(base64 -d <<< "$MIGRATE")" 2>&1)
if virsh -q -c "$URI" list --name | grep -qxF -- "$DOMAIN"; then exit 0; fi
give_up
