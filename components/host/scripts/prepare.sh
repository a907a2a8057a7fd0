#!/bin/bash
# Checks that the host has the programs it needs, loads its kernel modules and starts libvirt, until the next reboot only.
# Input: URI (libvirt's; empty where it is not used), REQUIREMENTS (program=package …), INSTALL (what installs packages here), MODULES,
# WAIT_SEC; BOOT_ID. Not undone: modules and an idle libvirtd harm nobody. Runs twice.
: "${URI?}" "${REQUIREMENTS:?}" "${INSTALL:?}" "${MODULES:?}" "${WAIT_SEC:?}"

missing=() packages=()
read -ra requirements <<< "$REQUIREMENTS"
for requirement in "${requirements[@]}"; do
  type -P "${requirement%%=*}" > /dev/null && continue
  missing+=("${requirement%%=*}") packages+=("${requirement#*=}")
done
if ((${#missing[@]} > 0)); then
  echo "$HOSTNAME lacks ${missing[*]}. Run there: $INSTALL ${packages[*]}" >&2
  exit 1
fi

read -ra modules <<< "$MODULES"
modprobe -a "${modules[@]}"

[[ -n $URI ]] || exit 0
# One daemon or one per driver, as the distribution has it; the provider talks to the socket of the former in both cases.
for unit in libvirtd.service virtqemud.service virtstoraged.service virtproxyd.socket; do
  systemctl -q cat "$unit" > /dev/null 2>&1 || continue
  systemctl start "$unit"
  [[ $unit == libvirtd.service ]] && break
done
for ((waited = 0; ; waited += 2)); do
  timeout "$LIBVIRT_SEC" virsh -q -c "$URI" version > /dev/null 2>&1 && break
  if ((waited >= WAIT_SEC)); then
    echo "libvirt on $HOSTNAME does not answer at $URI after $WAIT_SEC s. Look why: journalctl -u libvirtd -u virtqemud. It says:" >&2
    timeout "$LIBVIRT_SEC" virsh -c "$URI" version >&2
    exit 1
  fi
  sleep 2
done
