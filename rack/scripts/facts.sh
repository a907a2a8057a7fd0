#!/bin/bash
# Says what a host is and what it runs, as one JSON document on stdout (shape: facts.ts beside this folder).
# Input: none; `platforms`, the platforms' functions and reading.sh stand in front of it (facts-script.ts). Changes nothing, so it
# may run at any time; nothing to undo. It leaves out what it cannot find out, and does not fail for that.
# A platform may define, by its name: NAME_is_host (is this the host and not a guest of it?), NAME_describe (sets what this host's
# hypervisor knows better: pcpus, memory_mib, topology, nodes; adds NAME=text to platform_facts: what a report says of it, its version
# under its own name), NAME_find_stalled (sets stalled[UUID] to why a guest does not run).

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

# Prints its arguments, NAME=text each, as a JSON object.
object() {
  local pair pairs=()
  for pair; do pairs+=("$(json "${pair%%=*}"):$(json "${pair#*=}")"); done
  local IFS=,
  printf '{%s}' "${pairs[*]}"
}

# Prints a JSON array with an object for each argument, which is words NAME=NUMBER; what is no number is left out: it is not known.
numbers() {
  local line word words fields objects=() IFS=,
  for line in "$@"; do
    IFS=' ' read -ra words <<< "$line"
    fields=()
    for word in "${words[@]}"; do
      [[ $word =~ ^([a-zA-Z]+)=([0-9]+)$ ]] && fields+=("\"${BASH_REMATCH[1]}\":$((10#${BASH_REMATCH[2]}))")
    done
    objects+=("{${fields[*]}}")
  done
  array "${objects[@]}"
}

boot_id=$(< /proc/sys/kernel/random/boot_id)
host_name=$(< /proc/sys/kernel/hostname)
kernel=$(< /proc/sys/kernel/osrelease)
pcpus=0
while read -r cpu _; do [[ $cpu == cpu[0-9]* ]] && ((pcpus++)); done < /proc/stat
read -r _ memory_kib _ < /proc/meminfo
memory_mib=$((memory_kib / 1024))

# Every CPU that is switched on, and every NUMA node with memory. A core's name is the number of its first CPU.
topology=() nodes=()
for path in /sys/devices/system/cpu/cpu[0-9]*; do
  [[ -d $path/topology ]] || continue
  read_into socket "$path/topology/physical_package_id"
  read_into siblings "$path/topology/thread_siblings_list"
  node=''
  for link in "$path"/node[0-9]*; do node=${link##*/node}; done
  topology+=("pcpu=${path##*/cpu} socket=$socket core=${siblings%%[,-]*} node=$node")
done
for path in /sys/devices/system/node/node[0-9]*; do
  read_into line "$path/meminfo"
  read -r _ _ _ kib _ <<< "$line"
  [[ $kib =~ ^[0-9]+$ ]] && nodes+=("node=${path##*/node} memoryMiB=$((kib / 1024))")
done

# The kernel tells it: a host may have booted another entry than the one that was saved. This asks a connection of libvirt's where the
# host has booted its platform, and one without a hypervisor of its own only where libvirt has its driver.
hypervisor=none uris=() platform_facts=()
hypervisor_type=$(first_line /sys/hypervisor/type)
while read -r name kind type device scheme driver; do
  [[ ${type#-} == "$hypervisor_type" && ($device == - || -c $device) ]] || continue
  if defines "${name}_is_host" && ! "${name}_is_host"; then continue; fi
  if [[ $kind == hypervisor ]]; then
    hypervisor=$name
  else
    drivers=(/usr/{lib,lib64,lib/*}/libvirt/connection-driver/"libvirt_driver_$driver.so"*)
    ((${#drivers[@]} > 0)) || continue
  fi
  [[ $scheme == - ]] || uris+=("$scheme:///system")
done <<< "${platforms:?}"
if defines "${hypervisor}_describe"; then "${hypervisor}_describe"; fi

distribution='' distribution_like='' distribution_version=''
if [[ -r /etc/os-release ]]; then exec 3< /etc/os-release; else exec 3< /dev/null; fi
while IFS='=' read -r -u 3 key value; do
  value=${value#[\"\']} value=${value%[\"\']}
  case $key in
    ID) distribution=$value ;;
    ID_LIKE) distribution_like=$value ;;
    VERSION_ID) distribution_version=$value ;;
  esac
done
exec 3<&-

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

mounts=() has_gfs2=no
while read -r source target type _; do
  [[ $type != gfs2 ]] || has_gfs2=yes
  case $type in
    gfs2 | ocfs2)
      mounts+=("{\"source\":$(json "$source"),\"target\":$(json "$target"),\"type\":\"$type\"}")
      ;;
  esac
done < /proc/mounts

# GFS2 that met an error has withdrawn: it is mounted still, and nothing is written through it any more.
withdrawn=()
for path in /sys/fs/gfs2/*/withdraw; do
  [[ $(first_line "$path") == 1 ]] || continue
  path=${path%/withdraw}
  withdrawn+=("$(json "${path##*/}")")
done

# One virsh a connection: it costs most by starting. Lines of one word are running domains, of two all that are defined; those behind
# the word `paused` are running ones that stand still.
libvirt_version='' qemu_version=''
declare -A running=() stalled=()
defined=() domains=() paused=()
[[ -n $(type -P virsh) ]] || uris=()
for uri in "${uris[@]}"; do
  is_paused=false
  while read -r one two three four _; do
    case "$one $two" in
      'paused ') is_paused=true ;;
      'Using library:') libvirt_version=$four ;;
      'Running hypervisor:') [[ $three == QEMU ]] && qemu_version=$four ;;
      00000000-*) ;; # Xen's dom0 is the host itself
      *-*-*-*-*' ')
        running[$one]=1
        if [[ $is_paused == true ]]; then paused+=("$(json "$one")"); fi
        ;;
      *-*-*-*-*' '*) defined+=("$one $two") ;;
    esac
  done < <(timeout "$LIBVIRT_SEC" virsh -q -c "$uri" 'version; list --uuid; list --all --uuid --name; echo paused; list --uuid --state-paused' 2> /dev/null)
done
if defines "${hypervisor}_find_stalled"; then "${hypervisor}_find_stalled"; fi
for line in "${defined[@]}"; do
  read -r uuid name <<< "$line"
  is_running=false why=${stalled[$uuid]:-}
  [[ -n ${running[$uuid]:-} && -z $why ]] && is_running=true
  domains+=("{\"uuid\":$(json "$uuid"),\"name\":$(json "$name"),\"isRunning\":$is_running,\"stalled\":$(json "$why")}")
done

# Starts of each guest so far and the definition that was started, as guest-ready.sh records them. A record may be cut: a host
# that lost its power in the middle of one still answers.
unreadable=() guests=()
for path in "$HOST_GUESTS"/*.started; do
  name=${path##*/}
  read -r incarnation uuid _ <<< "$(first_line "$path")"
  if [[ $incarnation =~ ^(0|[1-9][0-9]{0,8})$ && $uuid =~ ^[0-9a-f-]{36}$ ]]; then
    guests+=("{\"domain\":$(json "${name%.started}"),\"incarnation\":$incarnation,\"uuid\":\"$uuid\",\"isReadable\":true}")
  else
    unreadable+=("$(json "$path")")
    guests+=("{\"domain\":$(json "${name%.started}"),\"incarnation\":0,\"uuid\":null,\"isReadable\":false}")
  fi
done

# Where control groups of version 1 are mounted too, systemd's own lie one folder deeper.
members=null ids=()
clusters=(/sys/kernel/config/cluster/*/)
if [[ -e /sys/fs/cgroup/system.slice/corosync.service || -e /sys/fs/cgroup/systemd/system.slice/corosync.service ]]; then
  while read -r id votes _; do
    [[ $id =~ ^[0-9]+$ && $votes =~ ^[0-9]+$ ]] && ids+=("$id")
  done < <(timeout "$PROGRAM_SEC" corosync-quorumtool -l -i 2> /dev/null)
  members=$(array "${ids[@]}")
elif [[ ${#clusters[@]} -gt 0 && -r /sys/kernel/debug/o2hb/livenodes ]]; then
  # o2cb counts whoever writes its heartbeat to the LUN: nobody until it is mounted.
  read -ra ids < /sys/kernel/debug/o2hb/livenodes
  members=$(array "${ids[@]}")
fi

# dlm's lockspaces: a GFS2 without its own is mounted still, and gets no lock any more. No answer says nothing of them.
lockspaces=null names=()
if [[ $has_gfs2 == yes ]] && said=$(timeout "$PROGRAM_SEC" dlm_tool ls 2> /dev/null); then
  while read -r word name _; do
    [[ $word != name ]] || names+=("$(json "$name")")
  done <<< "$said"
  lockspaces=$(array "${names[@]}")
fi

# sbd where Crossbed started it: a host that outlives its sbd has no watchdog that works, and nothing cuts it off.
fencing_daemon=null comm=''
if [[ -e $HOST_RUN/sbd.options ]]; then
  read_into pid /run/sbd.pid
  pid=${pid//[[:space:]]/} # sbd pads it
  read_into comm "/proc/${pid:-none}/comm"
  fencing_daemon='"dead"'
  [[ $comm != sbd ]] || fencing_daemon='"running"'
fi

lease_file=$HOST_LEASE lease=null
if [[ -e $lease_file ]]; then
  # As text: only rack/lease-record.ts knows what is in a lease.
  lease=$(json "$(first_line "$lease_file")")
  [[ $lease != null ]] || lease='""'
fi

printf '{"version":1,"name":%s,"bootId":%s,"now":%s,"hypervisor":"%s","kernel":%s,"pcpus":%s,"memoryMiB":%s,' \
  "$(json "$host_name")" "$(json "$boot_id")" "${EPOCHREALTIME/,/.}" "$hypervisor" "$(json "$kernel")" "$pcpus" "$memory_mib"
printf '"topology":{"pcpus":%s,"nodes":%s},' "$(numbers "${topology[@]}")" "$(numbers "${nodes[@]}")"
printf '"versions":{"libvirt":%s,"qemu":%s},"platformFacts":%s,' \
  "$(json "$libvirt_version")" "$(json "$qemu_version")" "$(object "${platform_facts[@]}")"
printf '"interfaces":%s,"bridges":%s,"clusterFilesystems":%s,"clusterMembers":%s,' \
  "$(array "${interfaces[@]}")" "$(array "${bridges[@]}")" "$(array "${mounts[@]}")" "$members"
printf '"distribution":{"id":%s,"idLike":%s,"versionId":%s},' \
  "$(json "${distribution:-linux}")" "$(json "$distribution_like")" "$(json "$distribution_version")"
printf '"lockspaces":%s,"fencingDaemon":%s,' "$lockspaces" "$fencing_daemon"
printf '"lease":%s,"domains":%s,"guests":%s,"unreadable":%s,"withdrawn":%s,"paused":%s}\n' \
  "$lease" "$(array "${domains[@]}")" "$(array "${guests[@]}")" "$(array "${unreadable[@]}")" \
  "$(array "${withdrawn[@]}")" "$(array "${paused[@]}")"
