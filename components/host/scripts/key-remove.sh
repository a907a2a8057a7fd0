#!/bin/bash
# Removes the host's own key. Input: none that matters. Runs twice.
rm -rf "$HOST_SSH"
rmdir --ignore-fail-on-non-empty "$HOST_STATE" 2> /dev/null || true
