#!/bin/bash
# Makes a container run and waits until it answers ssh; prints its public host key, then the id of its start. Its root is the image
# below a layer of its own on the host's disk. Input: DOMAIN, URI, IMAGE (directory with the root file system), DEFINITION (libvirt's
# XML), IDENTITY (the seed's first member) and INIT (its first program), these in base64; AUTHORIZED_KEY, ADDRESS, INCARNATION,
# WAIT_SEC, ANSWER_SEC (for one command of ssh); BOOT_ID. Undone by container-undo.sh. Runs twice: a container that runs from the same definition is only waited for;
# another definition or image begins it anew.
: "${DOMAIN:?}" "${URI:?}" "${IMAGE:?}" "${DEFINITION:?}" "${IDENTITY:?}" "${INIT:?}" "${AUTHORIZED_KEY:?}" "${ADDRESS:?}"
: "${INCARNATION:?}" "${WAIT_SEC:?}" "${ANSWER_SEC:?}"
base=$HOST_STATE/containers/$DOMAIN
records=$HOST_GUESTS
mkdir -p "$base"/{upper,work,root,keys} "$records" "$HOST_LOGS"
chmod 700 "$base/keys"

state() { virsh -q -c "$URI" domstate "$DOMAIN" 2> /dev/null || true; }
stop() {
  # virsh may report a failure although the container is gone: only the state counts.
  virsh -q -c "$URI" destroy "$DOMAIN" > /dev/null 2>&1 || true
  for ((tenths = 0; tenths < 300; tenths++)); do
    [[ $(state) == running ]] || return 0
    sleep 0.1
  done
  echo "$DOMAIN on $HOSTNAME does not stop. Stop it there: virsh -c $URI destroy $DOMAIN" >&2
  exit 1
}
identity="$IMAGE $DEFINITION $IDENTITY $INIT $AUTHORIZED_KEY"
if [[ $(state) != running || $(cat "$base/identity" 2> /dev/null) != "$identity" ]]; then
  [[ -z $(state) ]] || { stop; virsh -q -c "$URI" undefine "$DOMAIN"; }
  if mountpoint -q "$base/root"; then umount "$base/root"; fi
  if [[ $(cat "$base/identity" 2> /dev/null) != "$identity" ]]; then
    rm -rf "$base/upper" "$base/work" "$base/identity"
    mkdir -p "$base"/{upper,work}
  fi
  mount -t overlay overlay -o "lowerdir=$IMAGE,upperdir=$base/upper,workdir=$base/work" "$base/root"
  [[ -s $base/keys/ssh_host_ed25519_key ]] ||
    ssh-keygen -q -t ed25519 -N '' -C guest -f "$base/keys/ssh_host_ed25519_key"
  seed=$base/root/etc/crossbed-seed
  (
    umask 077
    mkdir -p "$seed"
    cp "$base/keys/"* "$seed/"
    base64 -d <<< "$IDENTITY" > "$seed/crossbed-seed"
    printf '%s\n' "$AUTHORIZED_KEY" > "$seed/authorized_keys"
    cat "$HOST_SSH/id.pub" >> "$seed/authorized_keys"
  )
  base64 -d <<< "$INIT" > "$base/root/sbin/crossbed-container"
  chmod 755 "$base/root/sbin/crossbed-container"
  virsh -q -c "$URI" define <(base64 -d <<< "$DEFINITION")
  virsh -q -c "$URI" start "$DOMAIN"
  write_whole "$base/identity" <<< "$identity"
fi
write_whole "$records/$DOMAIN.started" <<< "$INCARNATION $(virsh -q -c "$URI" domuuid "$DOMAIN" | tr -d ' \n')"

read -r type key _ < "$base/keys/ssh_host_ed25519_key.pub"
known=$(mktemp)
trap 'rm -f "$known"' EXIT
echo "$ADDRESS $type $key" > "$known"
while ((SECONDS < WAIT_SEC)); do
  if start=$(timeout "$ANSWER_SEC" ssh -n -F "$HOST_SSH/config" -o UserKnownHostsFile="$known" "root@$ADDRESS" \
    cat "$HOST_RUN/boot-id" 2> /dev/null); then
    echo "$type $key"
    echo "$start"
    exit 0
  fi
  if [[ $(state) != running ]]; then
    echo "$DOMAIN ended on $HOSTNAME while it started. It said:" >&2
    tail -n 15 "/var/log/libvirt/lxc/$DOMAIN.log" >&2 || true
    exit 1
  fi
  sleep 1
done
echo "$DOMAIN on $HOSTNAME does not answer ssh at $ADDRESS after $WAIT_SEC s. See /var/log/libvirt/lxc/$DOMAIN.log there, and run up again." >&2
exit 1
