#!/bin/bash
# Makes true: the supervised process NAME is gone. Undoes start.sh; the unpacked files and the logs stay. Input: NAME, empty where
# there were files only. Runs twice: nothing to stop is success.
: "${NAME?}"
base=$HOST_RUN/$NAME
[[ -n $NAME && -s $base/pid ]] || exit 0
if pid=$(supervisor_of "$NAME"); then
  kill -TERM -- "-$pid" 2> /dev/null || true
  for _ in {1..50}; do
    kill -0 -- "-$pid" 2> /dev/null || break
    sleep 0.2
  done
  kill -KILL -- "-$pid" 2> /dev/null || true
fi
rm -rf "$base"
