# shellcheck shell=bash
# Is shared by the scripts that describe a machine (facts-script.ts puts it in front of them). Under emulation every process costs a
# tenth of a second, so the shell reads itself whatever it can. Changes nothing, needs no input, nothing to undo.
set +e -uo pipefail
shopt -s nullglob

# Prints the first line of a file, nothing where there is none.
first_line() {
  local line=''
  read_into line "$1"
  printf '%s' "$line"
}

# read_into NAME FILE: the variable NAME becomes the first line of a file, empty where there is none; starts no process.
read_into() {
  printf -v "$1" ''
  if [[ -r $2 ]]; then IFS= read -r "${1?}" 2> /dev/null < "$2" || true; fi
}

defines() { declare -F "$1" > /dev/null; }
