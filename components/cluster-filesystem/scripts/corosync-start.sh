#!/bin/bash
# Makes this host a member of the corosync cluster, waits until it sees every member, then starts dlm. Everything lasts
# until the next reboot only: the configuration lies under /run, the services are started and not enabled.
# Input: CLUSTER (its name), CONFIG (corosync.conf in base64), KEY (its members' key in base64), DLM_CONFIG (dlm.conf in base64),
# MEMBERS (their number), WAIT_SEC; BOOT_ID. Undone by corosync-stop.sh. Runs twice: a changed configuration is reloaded, an equal
# one left alone; another key or another fencing takes a restart, which only an unmounted file system survives.
: "${CLUSTER:?}" "${CONFIG:?}" "${KEY:?}" "${DLM_CONFIG:?}" "${MEMBERS:?}" "${WAIT_SEC:?}"
config=$HOST_RUN/corosync.conf
key=$HOST_RUN/corosync.key
options=$HOST_RUN/corosync.options
dlm=$HOST_RUN/dlm
units=/run/systemd/system

running_cluster() { corosync-cmapctl -g totem.cluster_name 2> /dev/null | sed 's/.*= //'; }
is_running=no
if systemctl -q is-active corosync; then is_running=yes; fi
if [[ $is_running == yes && $(running_cluster) != "$CLUSTER" ]]; then
  echo "corosync on $HOSTNAME already runs the cluster $(running_cluster), which is not ours. Stop it, or leave this host out of the inventory." >&2
  exit 1
fi
# is_same TEXT FILE: whether the file holds what the text says, in base64.
is_same() { [[ -e $2 ]] && base64 -d <<< "$1" | cmp -s - "$2"; }
if [[ $is_running == yes ]] && ! { is_same "$KEY" "$key" && is_same "$DLM_CONFIG" "$dlm/dlm.conf"; }; then
  echo "The cluster on $HOSTNAME runs with another key or other fencing. Take the stack down (pulumi destroy), then up again." >&2
  exit 1
fi

is_changed=no
if [[ $is_running == yes ]] && ! is_same "$CONFIG" "$config"; then is_changed=yes; fi
mkdir -p "$dlm" /etc/dlm "$units/corosync.service.d" "$units/dlm.service.d"
(umask 077 && base64 -d <<< "$KEY" | write_whole "$key")
base64 -d <<< "$CONFIG" | write_whole "$config"
base64 -d <<< "$DLM_CONFIG" | write_whole "$dlm/dlm.conf"

if [[ $is_running == no ]]; then
  # A file, read after the unit's own: a variable set in the unit would lose against any file.
  write_whole "$options" <<< "COROSYNC_OPTIONS=\"-c $config\""
  printf '[Service]\nEnvironmentFile=%s\n' "$options" > "$units/corosync.service.d/crossbed.conf"
  # dlm reads its own directory under /etc alone; its unit sees ours in that place.
  place="BindReadOnlyPaths=$dlm:/etc/dlm" fencing=''
  if grep -qx enable_fencing=0 "$dlm/dlm.conf"; then place='' fencing=' --enable_fencing 0'; fi
  printf '[Service]\n%s\nExecStart=\nExecStart=%s --foreground%s\n' \
    "$place" "$(type -P dlm_controld)" "$fencing" > "$units/dlm.service.d/crossbed.conf"
  systemctl daemon-reload
  systemctl start corosync
elif [[ $is_changed == yes ]]; then
  corosync-cfgtool -R
fi

seen() { corosync-quorumtool -l -i 2> /dev/null | grep -cE '^ *[0-9]+ +[0-9]+' || true; }
for ((waited = 0; $(seen) < MEMBERS; waited += 2)); do
  if ((waited >= WAIT_SEC)); then
    echo "corosync on $HOSTNAME sees $(seen) of $MEMBERS members after $WAIT_SEC s. Check the links of the interconnect and management networks:" >&2
    corosync-cfgtool -n >&2 || true
    exit 1
  fi
  sleep 2
done
systemctl start dlm
