# Is read before the steps that write to a LUN: is it blank? Reading all of it takes hours, so these functions read a sample: both ends, places
# at equal distances over the whole, and the places where file systems keep copies of their superblocks.
ends_mib=32
most_places=128

# sample_of MIB PLACES: prints the sample of a device of that size, as `first-MiB number-of-MiB` lines.
sample_of() {
  local size=$1 places=$2 at
  local ends=$((ends_mib * 2 < size ? ends_mib : (size + 1) / 2))
  echo "0 $ends"
  echo "$((size - ends)) $ends"
  for ((at = 1; at < places; at++)); do echo "$((size * at / places)) 1"; done
  # btrfs at 64 MiB and 256 GiB; ext4 of 4 KiB blocks in groups 1, 3, 5, 7, 9, 25, 27, 49 and, behind a partition table, 1 MiB later;
  # OCFS2 at powers of 4 of a GiB.
  for at in 64 65 {128,384,640,896,1152,3200,3456,6272} {129,385,641,897,1153,3201,3457,6273} 1024 4096 16384 65536 262144 1048576; do
    ((at >= size)) || echo "$at 1"
  done
}

# blank DEVICE BYTES: fails where the sample holds anything but zeros, and prints the place; else says on stderr how much was read.
blank() {
  local size=$(($2 / 1048576)) first count read_mib=0
  # No denser than 64 MiB: under emulation each look costs a tenth of a second.
  local places=$((size / 64 < most_places ? size / 64 + 1 : most_places))
  while read -r first count; do
    if ! cmp -s -n $((count * 1048576)) -i "$((first * 1048576)):0" "$1" /dev/zero; then
      echo "data without a known signature, between $first MiB and $((first + count)) MiB"
      return 1
    fi
    ((read_mib += count))
  done < <(sample_of "$size" "$places")
  # The rest of a size that is no whole number of MiB.
  if ! cmp -s -i "$((size * 1048576)):0" -n $(($2 - size * 1048576)) "$1" /dev/zero; then
    echo "data without a known signature in its last MiB"
    return 1
  fi
  echo "LUN $WWID counts as blank: it has no signature, and the $read_mib MiB that this step read of its $size MiB are zero. The step may have missed content that lies in one piece of less than $((size / places + 1)) MiB." >&2
}

# content_of DEVICE BYTES: prints what a LUN without a mark holds, nothing where it counts as blank. Fails where it cannot be read.
content_of() {
  local found signatures status=0
  found=$(blkid -p -o export "$1") || status=$?
  # Status 2 means that nothing was found.
  case $status in
    0 | 2) ;;
    8) echo "signatures of several file systems" && return ;;
    *) return "$status" ;;
  esac
  # value NAME: as blkid says it.
  value() { sed -n "s/^$1=//p" <<< "$found"; }
  if [[ -n $(value TYPE) ]]; then
    echo "$(value TYPE), labelled \"$(value LABEL)\""
  elif [[ -n $(value PTTYPE) ]]; then
    echo "a partition table ($(value PTTYPE))"
  else
    signatures=$(wipefs --no-act --noheadings --output TYPE "$1" | xargs)
    if [[ -n $signatures ]]; then echo "signatures of $signatures"; else blank "$1" "$2" || true; fi
  fi
}
