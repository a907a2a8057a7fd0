# shellcheck shell=bash
# Makes true: a machine of the lab has a BMC, an IPMI 2.0 endpoint with an address of its own on the lab's management network,
# which reads and switches the power of the machine's domain. Its password is made for the lab and stays in its directory.
# Inputs: LAB, NAMESPACE, MACHINE, DOMAIN, URI, ADDRESS, PORT, BRIDGE, USER_NAME, CHASSIS (chassis.sh in base64), INCARNATION.
# Undo: bmc-undo.sh. Running again replaces a BMC that serves something else.
: "${LAB:?}" "${NAMESPACE:?}" "${MACHINE:?}" "${DOMAIN:?}" "${URI:?}" "${ADDRESS:?}" "${PORT:?}" "${BRIDGE:?}" "${USER_NAME:?}"
: "${CHASSIS:?}" "${INCARNATION:?}"
thing=bmc-$MACHINE directory=$LAB/bmc/$MACHINE
umask 077
mkdir -p "$directory/state"
# BMCs are made side by side: the first password that is whole is everybody's. ipmi_sim takes 16 characters at most.
new=$(mktemp "$LAB/bmc/password.XXXXXX")
head -c 12 /dev/urandom | base64 | tr '+/' 'xy' > "$new"
ln "$new" "$LAB/bmc/password" 2> /dev/null || true
rm "$new"
base64 -d <<< "$CHASSIS" > "$directory/chassis"
chmod 700 "$directory/chassis"
guid=$(md5sum <<< "$DOMAIN")
{
  printf 'name "%s"\nset_working_mc 0x20\n' "$MACHINE"
  printf '  startlan 1\n    addr %s %s\n    priv_limit admin\n    allowed_auths_admin md5\n    guid a%s\n  endlan\n' "$ADDRESS" "$PORT" "${guid:0:31}"
  printf '  chassis_control "%s %s %s 0x20"\n' "$directory/chassis" "$DOMAIN" "$URI"
  printf '  user 2 true "%s" "%s" admin 10 md5\n' "$USER_NAME" "$(< "$LAB/bmc/password")"
} > "$directory/lan.conf.new"
printf 'mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nmc_enable 0x20\n' > "$directory/mc.emu"

ip -n "$NAMESPACE" address replace "$ADDRESS/32" dev "$BRIDGE"
pid=$(process_of "$thing" || true)
if [ -n "$pid" ] && ! cmp -s "$directory/lan.conf.new" "$directory/lan.conf"; then
  end_processes "$pid"
  pid=
fi
mv "$directory/lan.conf.new" "$directory/lan.conf"
if [ -z "$pid" ]; then
  setsid ip netns exec "$NAMESPACE" ipmi_sim -n -c "$directory/lan.conf" -f "$directory/mc.emu" -s "$directory/state" \
    < /dev/null > "$LAB/log/$thing.log" 2>&1 &
  pid=$!
  record_process "$thing" "$pid"
fi
for ((tries = 0; tries < 300; tries++)); do
  [ -n "$(start_time "$pid")" ] || break
  if ip netns exec "$NAMESPACE" ss --numeric --listening --udp --no-header src "$ADDRESS:$PORT" | grep -q .; then
    record_incarnation "$thing" "$INCARNATION"
    exit 0
  fi
  sleep 0.1
done
echo "the BMC of $MACHINE does not listen on $ADDRESS, port $PORT. Take the lab down and up again: npx crossbed down. Last lines of $LAB/log/$thing.log:" >&2
tail -n 5 "$LAB/log/$thing.log" >&2
exit 1
