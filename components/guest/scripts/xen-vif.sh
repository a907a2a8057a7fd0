#!/bin/bash
# libxl runs this as a guest's network card comes (online) and goes (offline), with vif and XENBUS_PATH in the environment.
# It does to the card what Xen's own vif-bridge does, by four programs instead of thirty: libxl kills it after a while, and all
# cards of a guest come at once, on a busy host, while the guest stands still for its migration. On an emulated host the time
# was not enough for vif-bridge.
set -euo pipefail
: "${vif:?}" "${XENBUS_PATH:?}"
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}

case ${1:?} in
  online)
    trap 'xenstore-write "$XENBUS_PATH/hotplug-error" "$0 failed for $vif" "$XENBUS_PATH/hotplug-status" error' ERR
    bridge=$(xenstore-read "$XENBUS_PATH/bridge")
    mtu=$(< "/sys/class/net/$bridge/mtu")
    # The bridge takes the lowest address of its ports for its own: never this one.
    ip link set dev "$vif" mtu "$mtu" address fe:ff:ff:ff:ff:ff master "$bridge"
    ip link set dev "$vif" up
    [[ $vif =~ ^vif([0-9]+)\.([0-9]+)$ ]]
    xenstore-write "/local/domain/${BASH_REMATCH[1]}/device/vif/${BASH_REMATCH[2]}/mtu" "$mtu" \
      "$XENBUS_PATH/hotplug-status" connected
    ;;
  offline) ip link set dev "$vif" nomaster down 2> /dev/null || true ;; # it may be gone already
esac
