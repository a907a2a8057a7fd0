# shellcheck shell=bash
# Read before every script of the lab. Input of all: LAB, the lab's directory. What the scripts know about a process is its
# number and start time in $LAB/run/<thing>.process, so that another process with the same number is never taken for it.
set -euo pipefail
: "${LAB:?}"

# Prints the start time of a process in clock ticks since boot; nothing when there is no such process.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2> /dev/null) || return 0
  local -a fields
  read -ra fields <<< "${stat##*) }"
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}

# Prints the number of a recorded process that still runs.
process_of() {
  local pid='' started=''
  read -r pid started 2> /dev/null < "$LAB/run/$1.process" || return 1
  [ -n "$pid" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

record_process() { echo "$2 $(start_time "$2")" > "$LAB/run/$1.process"; }

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
  local mounts
  for mounts in /proc/[0-9]*/mountinfo; do
    if grep -qsF " $LAB/run /run/libvirt " "$mounts"; then
      mounts=${mounts#/proc/}
      echo "${mounts%/mountinfo}"
    fi
  done
}

# The number that tells the next run whether this thing was repaired since.
record_incarnation() {
  mkdir -p "$LAB/incarnations"
  echo "$2" > "$LAB/incarnations/$1"
}
