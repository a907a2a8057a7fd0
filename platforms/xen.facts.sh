# shellcheck shell=bash
# Answers what rack/scripts/facts.sh and conditions.sh ask on a host that runs Xen; the heads of those files state the functions' contracts.
# shellcheck disable=SC2034 # facts.sh reads what is set here

xen_is_host() { [[ $(first_line /proc/xen/capabilities) == *control_d* ]]; }

# dom0 sees only its own share of the machine; Xen knows all of it, and numbers pCPUs otherwise than a Linux without Xen.
# Format of the tables: tools/xl/xl_info.c of Xen (4.1 to 4.21). A core's number is unique within its socket.
xen_describe() {
  local key value rest words one two three section='' most='' threads=''
  platform_facts+=("xen=$(first_line /sys/hypervisor/version/major).$(first_line /sys/hypervisor/version/minor)$(first_line /sys/hypervisor/version/extra)")
  platform_facts+=("dom0 vCPUs=$pcpus" "dom0 memory=$memory_mib MiB")
  topology=() nodes=()
  while read -r key words; do
    read -r _ value rest <<< "$words"
    case $key in
      nr_cpus) pcpus=$value ;;
      max_cpu_id) most=$value ;;
      threads_per_core) threads=$value ;;
      total_memory) memory_mib=$value ;;
      # Its scheduler, its share for dom0, its mitigations.
      xen_commandline) platform_facts+=("Xen command line=$value $rest") ;;
      cpu: | node:) section=$key ;;
      device) section='' ;;
      [0-9]*:)
        read -r one two three <<< "$words"
        case $section in
          cpu:) topology+=("pcpu=${key%:} socket=$two core=$one node=$three") ;;
          node:) nodes+=("node=${key%:} memoryMiB=$one") ;;
        esac
        ;;
    esac
  done < <(xl info -n 2> /dev/null)
  # Of an AMD processor with a single core Xen tells no core, and xl leaves out what has none (xen/arch/x86/cpu/amd.c, amd_get_topology).
  # Without siblings the numbers alone say enough; a gap in them would leave it open which are on.
  if ((${#topology[@]} == 0)) && [[ $threads == 1 && $most == "$((pcpus - 1))" ]]; then
    for ((one = 0; one < pcpus; one++)); do topology+=("pcpu=$one"); done
  fi
}

# libvirt's Xen driver calls a guest running even when a failed migration left it suspended, or when the QEMU that serves its
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
  done < <(timeout "$PROGRAM_SEC" xl list -v 2> /dev/null)
}

# dom0's kernel does not govern the processor: Xen does. Format: tools/misc/xenpm.c of Xen.
xen_conditions() {
  local key value
  while IFS=: read -r key value; do
    value=${value# }
    case $key in
      scaling_driver*) say 'frequency driver' "$value" ;;
      current_governor*) say governor "$value" ;;
      'turbo mode'*) say turbo "$value" ;;
    esac
  done < <(timeout "$PROGRAM_SEC" xenpm get-cpufreq-para 0 2> /dev/null)
}
