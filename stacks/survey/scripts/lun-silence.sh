# shellcheck shell=bash
# How long a path to a SCSI disk may say nothing while it fails, before the next path is tried. Reads sysfs and changes nothing, so that it
# runs any number of times and leaves nothing to undo.

# path_silence_seconds DEVICE [SYS]: DEVICE is the disk's directory of the kernel (/sys/block/sda/device). Prints seconds: the time-out of
# a command, or longer where the transport waits longer: Fibre Channel until it fails commands fast, else until it gives the port up;
# iSCSI until it gives the session up.
path_silence_seconds() {
  local device=$1 sys=${2:-/sys} seconds other port session
  seconds=$(seconds_in "$device/timeout")
  device=$(readlink -f "$device")
  if [[ $device =~ /(rport-[0-9:-]+)/ ]]; then
    port=$sys/class/fc_remote_ports/${BASH_REMATCH[1]}
    other=$(seconds_in "$port/fast_io_fail_tmo")
    ((other > 0)) || other=$(seconds_in "$port/dev_loss_tmo")
    ((other <= seconds)) || seconds=$other
  elif [[ $device =~ /(session[0-9]+)/ ]]; then
    session=$sys/class/iscsi_session/${BASH_REMATCH[1]}
    other=$(seconds_in "$session/recovery_tmo")
    ((other <= seconds)) || seconds=$other
  fi
  printf '%s\n' "$seconds"
}

# seconds_in FILE: its number; 0 where it has none, as `off` is; a day for a negative one, which means for ever.
seconds_in() {
  local value=0
  { read -r value < "$1"; } 2> /dev/null || true
  [[ $value != -* ]] || value=86400
  [[ $value =~ ^[0-9]{1,9}$ ]] || value=0
  printf '%s\n' "$value"
}
