#!/bin/bash
# Takes this host out of the corosync cluster and removes what corosync-start.sh put under /run. Input: none that matters.
# Runs twice: what does not run is not stopped.
if grep -q ' gfs2 ' /proc/mounts; then
  echo "A GFS2 file system is still mounted on $HOSTNAME: $(awk '$3 == "gfs2" { print $2 }' /proc/mounts). Unmount it first." >&2
  exit 1
fi
if [[ -e $HOST_RUN/corosync.conf ]]; then systemctl stop dlm corosync; fi
rm -rf "$HOST_RUN"/corosync.{conf,key,options} "$HOST_RUN/dlm" /run/systemd/system/{corosync,dlm}.service.d/crossbed.conf
rmdir --ignore-fail-on-non-empty "$HOST_RUN" /run/systemd/system/{corosync,dlm}.service.d /etc/dlm 2> /dev/null || true
systemctl daemon-reload
