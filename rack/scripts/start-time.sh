# shellcheck shell=bash
# start_time PID: prints the start time of a process in clock ticks since the boot; nothing where there is no such process, or only a
# zombie. Number and start time together are never another process's on the same boot.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2> /dev/null) || return 0
  local -a fields
  read -ra fields <<< "${stat##*) }"
  [ "${fields[0]}" = Z ] || echo "${fields[19]}"
}
