# shellcheck shell=bash
# Makes true: PORT of the machine's loopback reaches ssh of a machine of the lab, whose address exists in the lab's
# namespace only. Inputs: LAB, NAMESPACE, MACHINE, ADDRESS, PORT, INCARNATION,
# CONNECT_SEC. Undo: forwarder-undo.sh. Running again
# replaces a forwarder that serves something else.
: "${NAMESPACE:?}" "${MACHINE:?}" "${ADDRESS:?}" "${PORT:?}" "${INCARNATION:?}" "${CONNECT_SEC:?}"
thing=forward-$MACHINE wanted="$PORT $ADDRESS"
pid=$(process_of "$thing" || true)
if [ -n "$pid" ] && [ "$(cat "$LAB/run/$thing.route" 2> /dev/null)" != "$wanted" ]; then
  end_processes "$pid"
  pid=
fi
if [ -z "$pid" ]; then
  setsid socat "TCP-LISTEN:$PORT,bind=127.0.0.1,fork,reuseaddr,nodelay" \
    "EXEC:ip netns exec $NAMESPACE socat STDIO TCP\\:$ADDRESS\\:22\\,nodelay\\,connect-timeout=$CONNECT_SEC" \
    < /dev/null > "$LAB/log/$thing.log" 2>&1 &
  pid=$!
  record_process "$thing" "$pid"
  echo "$wanted" > "$LAB/run/$thing.route"
fi
for ((tries = 0; tries < 300; tries++)); do
  if [ -n "$(start_time "$pid")" ] && (exec 3<> "/dev/tcp/127.0.0.1/$PORT") 2> /dev/null; then
    record_incarnation "$thing" "$INCARNATION"
    exit 0
  fi
  [ -n "$(start_time "$pid")" ] || break
  sleep 0.1
done
echo "port $PORT of the loopback, which is to reach $MACHINE, cannot be served: $(tail -n 1 "$LAB/log/$thing.log")" >&2
echo "Free the port, or take the lab down and up again: npx crossbed down" >&2
exit 1
