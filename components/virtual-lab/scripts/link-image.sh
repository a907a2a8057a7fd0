# shellcheck shell=bash
# Makes true: the lab's pool of images holds one finished image of the cache, without a second copy where the file system
# allows it. Inputs: LAB, CACHED (the image's path), NAME (its name in the pool), POOL, URI. Undo: link-image-undo.sh.
# Running again changes nothing.
: "${CACHED:?}" "${NAME:?}" "${POOL:?}" "${URI:?}"
target=$LAB/pools/$POOL/$NAME
if [ ! -e "$target" ]; then
  [ -f "$CACHED" ] || { echo "$CACHED is gone from the cache. Run: npx crossbed down" >&2; exit 1; }
  ln "$CACHED" "$target" 2> /dev/null || { cp --sparse=always "$CACHED" "$target.new" && mv "$target.new" "$target"; }
fi
timeout "$LIBVIRT_SEC" virsh --quiet --connect "$URI" pool-refresh "$POOL"
echo "$NAME"
