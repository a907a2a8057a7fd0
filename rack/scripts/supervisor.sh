# shellcheck shell=bash
# supervisor_of NAME: prints the number of the supervisor that is recorded for the process NAME; fails where it does not run. Compares its
# start time, too: another process may have its number by now. A record without it is an earlier version's.
supervisor_of() {
  local pid started
  [[ -s $HOST_RUN/$1/pid ]] && read -r pid started < "$HOST_RUN/$1/pid" || return 1
  [[ ${started:-$(start_time "$pid")} == "$(start_time "$pid")" ]] || return 1
  [[ $(tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline") == *" supervisor $1 "* ]] || return 1
  echo "$pid"
}
