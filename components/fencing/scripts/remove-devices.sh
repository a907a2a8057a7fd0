#!/bin/bash
# Has this host forget its peers' fencing devices. Input: none that matters. Runs twice: what is not there is not missed.
rm -rf "$HOST_RUN/fencing" "$HOST_STATE/fencing"
rmdir --ignore-fail-on-non-empty "$HOST_STATE" 2> /dev/null || true
