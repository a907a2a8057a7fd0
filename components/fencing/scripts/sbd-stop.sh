#!/bin/bash
# Stops sbd on this host, with its watchdog, and removes what sbd-start.sh put under /run. Input: none that matters. Runs twice: what
# does not run is not stopped.
units=/run/systemd/system
if systemctl -q is-active corosync; then
  echo "corosync still runs on $HOSTNAME, so sbd, which cuts this host off when it is lost, was not stopped. Take the stack down (npx crossbed down STACK), then up again." >&2
  exit 1
fi
if [[ -e $HOST_RUN/sbd.options ]] && systemctl -q is-active sbd; then
  # The unit refuses to be stopped by hand, so that nobody does it while the cluster counts on it.
  printf '[Unit]\nRefuseManualStop=false\n' > "$units/sbd.service.d/crossbed.conf"
  systemctl daemon-reload
  systemctl stop sbd
fi
rm -f "$HOST_RUN/sbd.options" "$units"/{sbd.service.d/crossbed,corosync.service.d/crossbed-sbd}.conf
rmdir --ignore-fail-on-non-empty "$HOST_RUN" "$units"/{sbd,corosync}.service.d 2> /dev/null || true
systemctl daemon-reload
