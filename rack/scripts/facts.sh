#!/bin/bash
# Says what a host is and what it runs, as one JSON document on stdout (shape: facts.ts beside this folder).
# Input: none that matters. Changes nothing, so it may run at any time; nothing to undo. Under emulation every process costs
# a tenth of a second: whatever the shell can read itself, it reads itself. What cannot be asked is left out, and no failure.
set +e -uo pipefail
shopt -s nullglob

# Prints a JSON string or, for an empty value, null.
json() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//[$'\001'-$'\037']/ }
  if [[ -n $text ]]; then printf '"%s"' "$text"; else printf null; fi
}

# Prints its arguments, JSON each, as a JSON array.
array() {
  local IFS=,
  printf '[%s]' "$*"
}

# First line of a file, nothing where there is none.
first_line() {
  local line=''
  if [[ -r $1 ]]; then IFS= read -r line < "$1" || true; fi
  printf '%s' "$line"
}

boot_id=$(< /proc/sys/kernel/random/boot_id)
host_name=$(< /proc/sys/kernel/hostname)
kernel=$(< /proc/sys/kernel/osrelease)
pcpus=0
while read -r cpu _; do [[ $cpu == cpu[0-9]* ]] && ((pcpus++)); done < /proc/stat
read -r _ memory_kib _ < /proc/meminfo
memory_mib=$((memory_kib / 1024))

# Asked of the kernel: a host may have booted another entry than the one that was saved.
hypervisor=none uri='' xen_version='' xen_command_line='' dom0_vcpus=null dom0_memory=null
if [[ $(first_line /sys/hypervisor/type) == xen ]]; then
  if [[ $(first_line /proc/xen/capabilities) == *control_d* ]]; then
    hypervisor=xen uri=xen:///system dom0_vcpus=$pcpus dom0_memory=$memory_mib
    xen_version=$(first_line /sys/hypervisor/version/major).$(first_line /sys/hypervisor/version/minor)$(first_line /sys/hypervisor/version/extra)
    while read -r key _ value rest; do
      case $key in
        nr_cpus) pcpus=$value ;;
        total_memory) memory_mib=$value ;;
        xen_commandline) xen_command_line="$value $rest" ;;
      esac
    done < <(xl info 2> /dev/null)
  fi
elif [[ -c /dev/kvm ]]; then
  hypervisor=kvm uri=qemu:///system
fi

interfaces=() bridges=()
for path in /sys/class/net/*; do
  name=${path##*/}
  if [[ -d $path/bridge ]]; then
    ports=()
    for port in "$path"/brif/*; do ports+=("$(json "${port##*/}")"); done
    bridges+=("{\"name\":$(json "$name"),\"ports\":$(array "${ports[@]}")}")
  elif [[ -e $path/device ]]; then
    interfaces+=("{\"name\":$(json "$name"),\"mac\":$(json "$(first_line "$path/address")")}")
  fi
done

mounts=()
while read -r source target type _; do
  case $type in
    gfs2 | ocfs2)
      mounts+=("{\"source\":$(json "$source"),\"target\":$(json "$target"),\"type\":\"$type\"}")
      ;;
  esac
done < /proc/mounts

# One virsh for everything: it costs most by starting. Lines of one word are running domains, of two all that are defined.
libvirt_version='' qemu_version=''
declare -A running=()
defined=() domains=()
if [[ -n $uri && -n $(type -P virsh) ]]; then
  while read -r one two three four _; do
    case "$one $two" in
      'Using library:') libvirt_version=$four ;;
      'Running hypervisor:') [[ $three == QEMU ]] && qemu_version=$four ;;
      00000000-*) ;; # Xen's dom0 is the host itself
      *-*-*-*-*' ') running[$one]=1 ;;
      *-*-*-*-*' '*) defined+=("$one $two") ;;
    esac
  done < <(timeout 60 virsh -q -c "$uri" 'version; list --uuid; list --all --uuid --name' 2> /dev/null)
fi
# libvirt's Xen driver calls a guest running also when a failed migration left it suspended, or when the QEMU that serves its
# disk died.
declare -A stalled=()
if [[ $hypervisor == xen ]]; then
  while read -r line; do
    [[ $line =~ ' '([0-9]+)' '+[0-9]+' '+[0-9]+' '+([a-z-]{6})' '+[0-9.]+' '+([0-9a-f-]{36})' ' ]] || continue
    id=${BASH_REMATCH[1]} state=${BASH_REMATCH[2]} uuid=${BASH_REMATCH[3]}
    if [[ $state == ???ss? ]]; then stalled[$uuid]='a failed migration left it suspended'; fi
    pid=$(xenstore-read "/local/domain/$id/image/device-model-pid" 2> /dev/null) || continue
    arguments=()
    if [[ -r /proc/$pid/cmdline ]]; then mapfile -d '' -t arguments < "/proc/$pid/cmdline"; fi
    if [[ " ${arguments[*]} " != *" -xen-domid $id "* ]]; then stalled[$uuid]='its device model, QEMU, died'; fi
  done < <(timeout 20 xl list -v 2> /dev/null)
fi
for line in "${defined[@]}"; do
  read -r uuid name <<< "$line"
  is_running=false why=${stalled[$uuid]:-}
  [[ -n ${running[$uuid]:-} && -z $why ]] && is_running=true
  domains+=("{\"uuid\":$(json "$uuid"),\"name\":$(json "$name"),\"isRunning\":$is_running,\"stalled\":$(json "$why")}")
done

# Starts of each guest so far and the definition that was started, as guest-ready.sh records them.
guests=()
for path in /var/lib/crossbed/guests/*.started; do
  name=${path##*/}
  read -r incarnation uuid < "$path"
  guests+=("{\"domain\":$(json "${name%.started}"),\"incarnation\":$incarnation,\"uuid\":$(json "$uuid")}")
done

members=null ids=()
clusters=(/sys/kernel/config/cluster/*/)
if [[ -e /sys/fs/cgroup/system.slice/corosync.service ]]; then
  while read -r id votes _; do
    [[ $id =~ ^[0-9]+$ && $votes =~ ^[0-9]+$ ]] && ids+=("$id")
  done < <(timeout 20 corosync-quorumtool -l -i 2> /dev/null)
  members=$(array "${ids[@]}")
elif [[ ${#clusters[@]} -gt 0 && -r /sys/kernel/debug/o2hb/livenodes ]]; then
  # o2cb counts whoever writes its heartbeat to the LUN: nobody until it is mounted.
  read -ra ids < /sys/kernel/debug/o2hb/livenodes
  members=$(array "${ids[@]}")
fi

lease=$(first_line /var/lib/crossbed/lease.json)

printf '{"version":1,"name":%s,"bootId":%s,"now":%s,"hypervisor":"%s","kernel":%s,"pcpus":%s,"memoryMiB":%s,' \
  "$(json "$host_name")" "$(json "$boot_id")" "${EPOCHREALTIME/,/.}" "$hypervisor" "$(json "$kernel")" "$pcpus" "$memory_mib"
printf '"versions":{"libvirt":%s,"qemu":%s,"xen":%s},"xenCommandLine":%s,"dom0":{"vcpus":%s,"memoryMiB":%s},' \
  "$(json "$libvirt_version")" "$(json "$qemu_version")" "$(json "$xen_version")" "$(json "$xen_command_line")" "$dom0_vcpus" "$dom0_memory"
printf '"interfaces":%s,"bridges":%s,"clusterFilesystems":%s,"clusterMembers":%s,' \
  "$(array "${interfaces[@]}")" "$(array "${bridges[@]}")" "$(array "${mounts[@]}")" "$members"
printf '"lease":%s,"domains":%s,"guests":%s}\n' "${lease:-null}" "$(array "${domains[@]}")" "$(array "${guests[@]}")"
