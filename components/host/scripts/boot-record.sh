# Is read before boot-entry.sh and booted.sh: what they record of the host's boots, and GRUB's environment. A record is one line of words,
# a boot's id first, the entry last. `booting`: the boot that a restart ended, what it ran (`running`), the entry to boot instead.
# `booted`: a boot that was seen to be what was wanted, and its entry.

this_boot() { cat /proc/sys/kernel/random/boot_id; }

# recorded NAME: prints a record; nothing where there is none.
recorded() { head -n 1 "$HOST_STATE/$1" 2> /dev/null || true; }

hypervisor_type() { cat /sys/hypervisor/type 2> /dev/null || true; }

# Prints a word for what runs: the kernel and the hypervisor below it, their builds and their command lines.
running() {
  {
    cat /proc/version /proc/cmdline
    if [[ -n $(hypervisor_type) ]]; then
      cat /sys/hypervisor/version/* /sys/hypervisor/compilation/* /sys/hypervisor/properties/{buildid,changeset} || true
      timeout 60 xl info | sed -n '/^xen_commandline/p'
    fi
  } 2> /dev/null | sha256sum | cut -c 1-16
}

# Prints the directory of GRUB's menu and environment.
grub_directory() {
  local menus=(/boot/grub*/grub.cfg)
  printf '%s' "${menus[0]%/*}"
}

# edit_environment WORD…: runs GRUB's editor of its environment; fails where the host has none.
edit_environment() {
  local editor file
  editor=$(type -P grub-editenv || type -P grub2-editenv) || return 1
  file=$(grub_directory)/grubenv
  [[ -e $file ]] || "$editor" "$file" create
  "$editor" "$file" "$@"
}

# Whether GRUB itself can take the entry for one boot out of its environment: it writes through no volume manager or RAID and to no file
# system that copies on write or checks sums (GRUB manual, "Environment block"). On Btrfs it has a place beside the file system, which its
# environment then names.
forgets_once() {
  local source type
  read -r source type < <(findmnt -nvro SOURCE,FSTYPE -T "$(grub_directory)") || return 0
  case $type in
    zfs | squashfs) return 1 ;;
    btrfs) edit_environment list | grep -q '^env_block=' || return 1 ;;
  esac
  ! lsblk -nro TYPE "$source" 2> /dev/null | grep -qE '^(lvm|raid|crypt)'
}
