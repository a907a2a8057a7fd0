# What every collector begins with (`collector.ts`).
set -u

# until_unwanted PID SIGNAL: waits until nobody wants more, which is stdin at its end, then ends the tool by its signal. Fails
# where the tool was gone before.
until_unwanted() {
  while kill -0 "$1" 2> /dev/null; do
    read -r -t 1 _ && continue
    [ $? -gt 128 ] || break # above 128: only the second has passed
  done
  kill -s "$2" "$1" 2> /dev/null
}
