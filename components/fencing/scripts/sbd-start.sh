#!/bin/bash
# Starts sbd on this host, until the next reboot only. It reads the host's slot on the rack's LUN every second and resets the host when told
# to; nothing feeds the watchdog while it cannot read the LUN, or has died. From then on corosync runs only beside it. Input: SLOT (the
# host's name on the LUN), DEVICE, WATCHDOG; BOOT_ID. Undone by sbd-stop.sh. Runs twice: a daemon that runs so is left alone; other settings take
# a restart, which no cluster survives.
: "${SLOT:?}" "${DEVICE:?}" "${WATCHDOG:?}"
options=$HOST_RUN/sbd.options
units=/run/systemd/system
# Pacemaker, which is not here, may not speak for a host that has lost the LUN. Nobody clears a message but a start of ours.
wanted="SBD_DEVICE=$DEVICE
SBD_WATCHDOG_DEV=$WATCHDOG
SBD_PACEMAKER=no
SBD_STARTMODE=always
SBD_DELAY_START=no
SBD_SYNC_RESOURCE_STARTUP=no
SBD_OPTS=-n $SLOT"

if systemctl -q is-active sbd; then
  if [[ ! -e $options ]]; then
    echo "sbd on $HOSTNAME already runs, for something else than Crossbed. Stop what it belongs to, or leave this host out of the inventory." >&2
    exit 1
  fi
  if [[ $(< "$options") != "$wanted" ]]; then
    echo "sbd on $HOSTNAME runs with another LUN or watchdog. Take the stack down (pulumi destroy), then up again." >&2
    exit 1
  fi
  exit 0
fi
if [[ ! -c $WATCHDOG ]]; then
  echo "$HOSTNAME has no watchdog $WATCHDOG. Load the driver of its hardware watchdog there (sbd query-watchdog lists what it has), or name another one: watchdog in the host's fencing." >&2
  exit 1
fi
mkdir -p "$HOST_RUN" "$units/sbd.service.d" "$units/corosync.service.d"
write_whole "$options" <<< "$wanted"
# The unit is there to be started by corosync. Read after its own file, ours wins.
printf '[Unit]\nRefuseManualStart=false\n[Service]\nEnvironmentFile=%s\n' "$options" > "$units/sbd.service.d/crossbed.conf"
printf '[Unit]\nBindsTo=sbd.service\nAfter=sbd.service\n' > "$units/corosync.service.d/crossbed-sbd.conf"
systemctl daemon-reload
systemctl start sbd
