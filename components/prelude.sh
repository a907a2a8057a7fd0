# Read before every script: its values arrive on stdin as NAME=value lines.
set -euo pipefail
while IFS= read -r crossbed_line; do
  [[ $crossbed_line =~ ^([A-Z][A-Z0-9_]*)=(.*)$ ]] || { echo "not NAME=value on stdin: $crossbed_line" >&2; exit 64; }
  declare "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
done
