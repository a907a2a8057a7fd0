#!/bin/bash
# Makes this host a member of the corosync cluster, waits until it sees every member, then starts dlm. Everything lasts
# until the next reboot only: the configuration lies under /run, the services are started and not enabled.
# Input: CLUSTER (its name), CONFIG (corosync.conf in base64), MEMBERS (their number), FENCED (yes or no), WAIT_SEC; BOOT_ID.
# Undone by corosync-stop.sh. Runs twice: a changed configuration is reloaded, an equal one left alone.
: "${CLUSTER:?}" "${CONFIG:?}" "${MEMBERS:?}" "${FENCED:?}" "${WAIT_SEC:?}"
config=$HOST_RUN/corosync.conf
units=/run/systemd/system

running_cluster() { corosync-cmapctl -g totem.cluster_name 2> /dev/null | sed 's/.*= //'; }
if systemctl -q is-active corosync && [[ $(running_cluster) != "$CLUSTER" ]]; then
  echo "corosync on $HOSTNAME already runs the cluster $(running_cluster), which is not ours. Stop it, or leave this host out of the inventory." >&2
  exit 1
fi

mkdir -p "$HOST_RUN" "$units/corosync.service.d" "$units/dlm.service.d"
base64 -d <<< "$CONFIG" > "$config.new"
is_changed=no
if [[ -e $config ]] && ! cmp -s "$config" "$config.new"; then is_changed=yes; fi
mv "$config.new" "$config"

if ! systemctl -q is-active corosync; then
  printf '[Service]\nEnvironment="COROSYNC_OPTIONS=-c %s"\n' "$config" > "$units/corosync.service.d/crossbed.conf"
  options='--foreground'
  [[ $FENCED == yes ]] || options+=' --enable_fencing 0'
  printf '[Service]\nExecStart=\nExecStart=%s %s\n' "$(type -P dlm_controld)" "$options" > "$units/dlm.service.d/crossbed.conf"
  systemctl daemon-reload
  systemctl start corosync
elif [[ $is_changed == yes ]]; then
  corosync-cfgtool -R
fi

seen() { corosync-quorumtool -l -i 2> /dev/null | grep -cE '^ *[0-9]+ +[0-9]+' || true; }
for ((waited = 0; $(seen) < MEMBERS; waited += 2)); do
  if ((waited >= WAIT_SEC)); then
    echo "corosync on $HOSTNAME sees $(seen) of $MEMBERS members after $WAIT_SEC s. Check the interconnect and management links:" >&2
    corosync-cfgtool -n >&2 || true
    exit 1
  fi
  sleep 2
done
systemctl start dlm
