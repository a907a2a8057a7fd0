#!/bin/bash
# libxl runs this as a guest's network card comes (online) and goes (offline), with vif and XENBUS_PATH in the environment.
# It does to the card what Xen's own vif-bridge does, by few programs instead of thirty: libxl kills it after a while, and all
# cards of a guest come at once, on a busy host, while the guest stands still for its migration. On an emulated host the time
# was not enough for vif-bridge.
# A guest's first card asks start-guard whether the guest may run here: `xl create` passes libvirt's hooks by. Where a card stays
# down, libxl ends the guest before its first instruction.
set -euo pipefail
: "${vif:?}" "${XENBUS_PATH:?}"
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}
guard=/etc/libvirt/hooks/libxl.d/crossbed

# tell WHY: why the card stays down, for libxl.
tell() { xenstore-write "$XENBUS_PATH/hotplug-error" "$1" "$XENBUS_PATH/hotplug-status" error; }

# ask NAME DISK…: asks the guard, as libvirt would. A disk is what QEMU serves, behind its format: qcow2:/a/file.
ask() {
  local disk
  for disk in "${@:2}"; do echo "<source file='${disk#*:}'/>"; done | "$guard" "$1" attach begin - 2>&1
}

case ${1:?} in
  online)
    trap 'tell "$0 failed for $vif"' ERR
    [[ $vif =~ ^vif([0-9]+)\.([0-9]+)$ ]]
    id=${BASH_REMATCH[1]} card=${BASH_REMATCH[2]} disks=()
    if ((card == 0)); then
      served=${XENBUS_PATH%/vif/*}/qdisk/$id
      for disk in $(xenstore-list "$served" 2> /dev/null || true); do disks+=("$served/$disk/params"); done
    fi
    said=$(xenstore-read "$XENBUS_PATH/bridge" "/local/domain/$id/name" "${disks[@]}")
    mapfile -t said <<< "$said"
    if ((card == 0)) && ! refusal=$(ask "${said[@]:1}"); then
      tell "$refusal"
      exit 1
    fi
    bridge=${said[0]}
    mtu=$(< "/sys/class/net/$bridge/mtu")
    # The bridge takes the lowest address of its ports for its own: never this one.
    ip link set dev "$vif" mtu "$mtu" address fe:ff:ff:ff:ff:ff master "$bridge"
    ip link set dev "$vif" up
    xenstore-write "/local/domain/$id/device/vif/$card/mtu" "$mtu" "$XENBUS_PATH/hotplug-status" connected
    ;;
  offline) ip link set dev "$vif" nomaster down 2> /dev/null || true ;; # it may be gone already
esac
