# Is read before the scripts that tell a host its peers' fencing devices.

# write_devices DIRECTORY: writes the devices and passwords of HOSTS into a directory that is root's alone, as fence.sh reads them. For each
# host, numbered from 1, DEVICE_n and PASSWORD_n (empty where it has none) hold them in base64.
write_devices() {
  local directory=$1 hosts n device password
  read -ra hosts <<< "${HOSTS:?}"
  for n in "${!hosts[@]}"; do
    device=DEVICE_$((n + 1)) password=PASSWORD_$((n + 1))
    # The password first: dlm may ask for the device as soon as it is there.
    if [[ -n ${!password} ]]; then base64 -d <<< "${!password}" > "$directory/${hosts[n]}.password"; fi
    base64 -d <<< "${!device}" > "$directory/${hosts[n]}"
  done
}
