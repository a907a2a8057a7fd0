# Read before every script on a machine: its values arrive on stdin as NAME=value lines, up to an empty line or the end.
export PATH=$PATH:/usr/sbin:/sbin
while IFS= read -r crossbed_line && [[ -n $crossbed_line ]]; do
  [[ $crossbed_line =~ ^([A-Z][A-Z0-9_]*)=(.*)$ ]] || { echo "A script on $HOSTNAME got a line on stdin that is not NAME=value: $crossbed_line" >&2; exit 64; }
  declare "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
done
