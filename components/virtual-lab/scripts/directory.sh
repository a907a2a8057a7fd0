# shellcheck shell=bash
# Makes true: the lab's directory exists with its libvirt configuration, its ssh client key and its ports. Prints the
# client's public key. Inputs: LAB, NAME (the lab's), FIRST_PORT. Undo: directory-undo.sh. Running again keeps keys and machines.
: "${NAME:?}" "${FIRST_PORT:?}"
if [ -e "$LAB" ] && [ ! -e "$LAB/name" ] && [ -n "$(ls -A "$LAB")" ]; then
  echo "$LAB is not empty and is not a lab's directory. Move it away, or choose another name for the lab." >&2
  exit 1
fi
umask 022
mkdir -p "$LAB"/{etc,lib/{qemu,dnsmasq,boot},cache,run,log,incarnations,identities,pools/{images,disks,luns,seeds}}
# Emulators run as their own user and must get through to their disks, and no further.
chmod 711 "$LAB" "$LAB/pools"
chmod 700 "$LAB/identities"
echo "$NAME" > "$LAB/name"
echo "$FIRST_PORT" > "$LAB/first-port"
chown libvirt-qemu:libvirt-qemu "$LAB/lib/qemu"

# Only the lab's owner may use its libvirt. No cgroups: they would belong to the machine's libvirt as well.
cat > "$LAB/etc/libvirtd.conf" << 'CONF'
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_ro_perms = "0700"
unix_sock_rw_perms = "0700"
CONF
cat > "$LAB/etc/qemu.conf" << 'CONF'
namespaces = []
security_driver = "none"
cgroup_controllers = []
CONF
: > "$LAB/etc/virtlogd.conf"

mkdir -p "$LAB/ssh/config.d"
chmod 700 "$LAB/ssh"
[ -s "$LAB/ssh/id" ] || ssh-keygen -q -t ed25519 -N '' -C '' -f "$LAB/ssh/id"
printf 'Include %s/ssh/config.d/*\n' "$LAB" > "$LAB/ssh/config"
cut -d ' ' -f 1,2 "$LAB/ssh/id.pub"
