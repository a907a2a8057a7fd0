#!/bin/bash
# Makes true: a systemd slice of this name runs on CPUS and has MEMORY_MIB, until the next reboot only; the workload's processes start
# in it. Input: SLICE, PROPERTIES (systemd's, name=value …), and what the kernel must say then: CPUS (as Linux lists them; empty: all), MEMORY_MIB; BOOT_ID. Undone by
# workload-slice-undo.sh. Runs twice: limits that stand are set again.
: "${SLICE:?}" "${PROPERTIES:?}" "${CPUS?}" "${MEMORY_MIB:?}"

if [[ ! -e /sys/fs/cgroup/cgroup.controllers ]]; then
  echo "$HOSTNAME has no unified control groups, so this step cannot limit the application there. Add to the kernel's command line: systemd.unified_cgroup_hierarchy=1" >&2
  exit 1
fi
systemctl start "$SLICE"
read -ra properties <<< "$PROPERTIES"
systemctl set-property --runtime "$SLICE" "${properties[@]}"

# What counts is what the kernel says.
group=/sys/fs/cgroup/$SLICE
memory=$(cat "$group/memory.max" 2> /dev/null || true)
cpus=$(cat "$group/cpuset.cpus" 2> /dev/null || true)
if [[ $memory != $((MEMORY_MIB * 1024 * 1024)) || (-n $CPUS && $cpus != "$CPUS") ]]; then
  echo "$SLICE on $HOSTNAME has the CPUs \"$cpus\" and ${memory:-no} bytes, instead of \"$CPUS\" and $MEMORY_MIB MiB. Boot a kernel whose /sys/fs/cgroup/cgroup.controllers names cpuset and memory." >&2
  exit 1
fi
