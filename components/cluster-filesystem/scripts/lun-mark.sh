# Is read before the steps that write to a LUN: the mark at its end, where nothing that we make reaches. One line says
# what the LUN carries:   crossbed 1 STATE LABEL UUID MACHINES
# STATE is `formats` from before mkfs until its work was checked, then `holds`; MACHINES are digests of the hosts, with commas.
mark_bytes=4096

# Prints a device's size in bytes (or a file's, which stands for one in tests).
lun_bytes() {
  if [[ -b $1 ]]; then blockdev --getsize64 "$1"; else stat -L -c %s "$1"; fi
}

# unreserved_bytes BYTES: prints how much of a LUN of that size is a file system's.
unreserved_bytes() { echo $(($1 - 1024 * 1024)); }

# What this host read of the device earlier may be older than what another host wrote since.
forget_reads() { [[ ! -b $1 ]] || blockdev --flushbufs "$1"; }

# Prints the mark, nothing where there is none.
read_mark() {
  dd if="$1" bs=$mark_bytes skip=$(($(lun_bytes "$1") / mark_bytes - 1)) count=1 status=none | tr -d '\0' | sed -n '1{/^crossbed 1 /p}'
}

# write_mark DEVICE LINE: in one block, so that a loss of power leaves the old one or the new one.
write_mark() {
  dd of="$1" bs=$mark_bytes seek=$(($(lun_bytes "$1") / mark_bytes - 1)) count=1 conv=sync,fsync,notrunc status=none <<< "$2"
}

# Prints the union of two lists with commas.
union() { tr ',' '\n' <<< "$1,$2" | sort -u | paste -s -d , -; }

# Prints what two lists with commas have in common.
shared() { comm -12 <(tr ',' '\n' <<< "$1" | sort) <(tr ',' '\n' <<< "$2" | sort); }

# refuse CONTENT [CURE]: ends the step; LUN WWID, which is DEVICE here, holds what is somebody's.
refuse() {
  echo "LUN $WWID ($DEVICE on $HOSTNAME) holds $1. It was not touched. ${2:-If nobody needs that, run: wipefs --all $DEVICE && blkdiscard --zeroout $DEVICE; else give another WWID in the inventory.}" >&2
  exit 1
}
