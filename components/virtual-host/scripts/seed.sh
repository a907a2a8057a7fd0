# shellcheck shell=bash
# Makes true: a machine's ssh host key and its seed exist in the lab's directory, and the lab's ssh configuration knows the
# machine. Prints {"hostKey": public key, "sha256": of the seed}; the private key stays in the directory.
# Inputs: LAB, MACHINE, IDENTITY (text of the seed's first member, seed.md), PORT. Undo: seed-undo.sh. Running again keeps
# the key and makes the same seed.
: "${MACHINE:?}" "${IDENTITY:?}" "${PORT:?}"
umask 077
directory=$LAB/identities/$MACHINE
mkdir -p "$directory"
[ -s "$directory/ssh_host_ed25519_key" ] || ssh-keygen -q -t ed25519 -N '' -C '' -f "$directory/ssh_host_ed25519_key"
printf '%s' "$IDENTITY" > "$directory/crossbed-seed"
cut -d ' ' -f 1,2 "$LAB/ssh/id.pub" > "$directory/authorized_keys"
tar --create --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --file="$LAB/identities/$MACHINE.seed" \
  --directory="$directory" crossbed-seed ssh_host_ed25519_key ssh_host_ed25519_key.pub authorized_keys

key=$(cut -d ' ' -f 1,2 "$directory/ssh_host_ed25519_key.pub")
echo "[127.0.0.1]:$PORT $key" > "$LAB/ssh/known_hosts.$MACHINE"
cat > "$LAB/ssh/config.d/$MACHINE" << CONF
Host $MACHINE
  HostName 127.0.0.1
  Port $PORT
  User root
  IdentityFile $LAB/ssh/id
  IdentitiesOnly yes
  UserKnownHostsFile $LAB/ssh/known_hosts.$MACHINE
  StrictHostKeyChecking yes
CONF
sum=$(sha256sum < "$LAB/identities/$MACHINE.seed")
printf '{"hostKey":"%s","sha256":"%s"}\n' "$key" "${sum%% *}"
