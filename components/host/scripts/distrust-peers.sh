#!/bin/bash
# Takes the peers' keys and addresses away again. Input: none that matters. Runs twice.
authorized=/root/.ssh/authorized_keys
if [[ -e $authorized ]] && grep -q ' crossbed-peer$' "$authorized"; then
  umask 077
  grep -v ' crossbed-peer$' "$authorized" > "$authorized.crossbed" || true
  mv "$authorized.crossbed" "$authorized"
fi
rm -f "$HOST_SSH"/{known_hosts,peer-ssh,running-elsewhere}
