# shellcheck shell=bash
# What rack/scripts/facts.sh asks on a host that runs Xen; the functions' contract stands at its head.
# shellcheck disable=SC2034 # facts.sh reads what is set here

xen_is_host() { [[ $(first_line /proc/xen/capabilities) == *control_d* ]]; }

# dom0 sees its own share of the machine; Xen says what there is.
xen_describe() {
  local key value rest
  platform_facts+=("xen=$(first_line /sys/hypervisor/version/major).$(first_line /sys/hypervisor/version/minor)$(first_line /sys/hypervisor/version/extra)")
  platform_facts+=("dom0 vCPUs=$pcpus" "dom0 memory=$memory_mib MiB")
  while read -r key _ value rest; do
    case $key in
      nr_cpus) pcpus=$value ;;
      total_memory) memory_mib=$value ;;
      # Its scheduler, its share for dom0, its mitigations.
      xen_commandline) platform_facts+=("Xen command line=$value $rest") ;;
    esac
  done < <(xl info 2> /dev/null)
}

# libvirt's Xen driver calls a guest running also when a failed migration left it suspended, or when the QEMU that serves its
# disk died.
xen_find_stalled() {
  local line id state uuid pid arguments
  while read -r line; do
    [[ $line =~ ' '([0-9]+)' '+[0-9]+' '+[0-9]+' '+([a-z-]{6})' '+[0-9.]+' '+([0-9a-f-]{36})' ' ]] || continue
    id=${BASH_REMATCH[1]} state=${BASH_REMATCH[2]} uuid=${BASH_REMATCH[3]}
    if [[ $state == ???ss? ]]; then stalled["$uuid"]='a failed migration left it suspended'; fi
    pid=$(xenstore-read "/local/domain/$id/image/device-model-pid" 2> /dev/null) || continue
    arguments=()
    if [[ -r /proc/$pid/cmdline ]]; then mapfile -d '' -t arguments < "/proc/$pid/cmdline"; fi
    if [[ " ${arguments[*]} " != *" -xen-domid $id "* ]]; then stalled["$uuid"]='its device model, QEMU, died'; fi
  done < <(timeout 20 xl list -v 2> /dev/null)
}
