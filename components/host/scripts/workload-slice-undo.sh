#!/bin/bash
# Takes the slice away, and whatever still runs in it. Input: SLICE; others are ignored. Runs twice: what is not there is not missed.
: "${SLICE:?}"
systemctl stop "$SLICE" 2> /dev/null || true
systemctl revert "$SLICE" 2> /dev/null || true
