#!/bin/bash
# Runs a node's text: `node.sh start FILE` for as long as the node runs, `node.sh probe FILE` succeeds once it serves. FILE has its
# values, as values.sh reads them. The text finds the tarball's files at $APP and the node's configuration at $CONFIG. SIGTERM ends
# it; `stop`, where there is one, runs first.
set -uo pipefail
what=$1 values=$2
FILES=$(dirname "$(readlink -f "$0")")
declare -A text=()
# shellcheck source=/dev/null
. "$FILES/values.sh"
readValues < "$values"
export APP=$FILES/app CONFIG=$values.text
unset FILES
if [[ $what == probe ]]; then
  exec bash -euo pipefail -c "${text[probe]}"
fi
printf '%s' "${text[config]}" > "$CONFIG"
if [[ -n ${text[install]} ]] && ! bash -euo pipefail -c "${text[install]}"; then
  echo "The workload's own install command failed on $HOSTNAME; its output is above." >&2
  exit 70
fi
[[ -n ${text[stop]} ]] || exec bash -euo pipefail -c "${text[start]}"
bash -euo pipefail -c "${text[start]}" &
child=$!
trap 'bash -euo pipefail -c "${text[stop]}"; kill "$child" 2> /dev/null' TERM
while kill -0 "$child" 2> /dev/null; do wait "$child"; done
