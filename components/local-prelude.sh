# shellcheck shell=bash
# Read before every script of the lab. Input of all: LAB, the lab's directory. What the scripts know about a process is its
# number, start time and boot in $LAB/run/<thing>.process, so that another process with the same number is never taken for it.
set -euo pipefail
: "${LAB:?}"
# The released plugin passes on all that Pulumi got: a daemon must not have the passphrase and keys of a cloud.
for crossbed_name in $(compgen -e); do
  [[ $crossbed_name =~ @PASSED@ ]] || export -n "${crossbed_name?}"
done

boot_id=$(cat /proc/sys/kernel/random/boot_id)

# Prints the number of a recorded process that still runs.
process_of() {
  local pid='' started='' boot=''
  read -r pid started boot 2> /dev/null < "$LAB/run/$1.process" || return 1
  # A record without a boot is of an earlier version.
  [ "${boot:-$boot_id}" = "$boot_id" ] && [ -n "$pid" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

record_process() { echo "$2 $(start_time "$2") $boot_id" > "$LAB/run/$1.process"; }

# Ends processes: asks, waits up to ten seconds, then makes sure.
end_processes() {
  [ $# -gt 0 ] || return 0
  kill "$@" 2> /dev/null || true
  local tries pid left
  for ((tries = 0; tries < 100; tries++)); do
    left=()
    for pid in "$@"; do [ -z "$(start_time "$pid")" ] || left+=("$pid"); done
    [ ${#left[@]} -gt 0 ] || return 0
    sleep 0.1
  done
  kill -KILL "${left[@]}" 2> /dev/null || true
}

# Prints every process that sees the lab's directories in place of libvirt's own: the lab's daemons and its machines.
processes_of_lab() {
  local process
  for process in /proc/[0-9]*; do
    # The same directory, on whatever file system it lies.
    if [ "$process/root/run/libvirt" -ef "$LAB/run" ]; then echo "${process#/proc/}"; fi
  done
}

# Prints every process that the lab recorded and that still runs: its daemons, and what forwards ssh into it.
recorded_processes() {
  local record
  for record in "$LAB"/run/*.process; do
    [ ! -e "$record" ] || process_of "$(basename "$record" .process)" || true
  done
}

# The number that tells the next run whether this thing was repaired since.
record_incarnation() {
  mkdir -p "$LAB/incarnations"
  echo "$2" > "$LAB/incarnations/$1"
}
