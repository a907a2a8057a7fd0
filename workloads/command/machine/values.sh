#!/bin/bash
# Reads values from stdin up to its end or an empty line: `name base64` each. Exports names in capitals; others go to `text`, which
# the script that sources this declares.
readValues() {
  local name value
  while read -r name value && [[ -n $name ]]; do
    value=$(base64 -d <<< "$value" && echo .)
    value=${value%.}
    if [[ $name == [A-Z]* ]]; then export "$name=$value"; else
      # shellcheck disable=SC2004,SC2034 # a name, not a number; read by the script that sources this
      text[$name]=$value
    fi
  done
}
