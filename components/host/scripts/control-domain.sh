#!/bin/bash
# Makes true: Xen's control domain keeps to MEMORY_MIB, runs on CPUS and has as many vCPUs, as far as its boot entry gave it more. Costs
# no reboot and lasts until the next one. Input: CPUS (as Linux lists them; empty: it shares what there is), VCPUS (their number),
# MEMORY_MIB; BOOT_ID. Undone by control-domain-undo.sh, but for the memory. Runs twice.
: "${CPUS?}" "${VCPUS:?}" "${MEMORY_MIB:?}"
# Without dom0_mem it owns all memory and gives it up while guests start, each time a different amount.
memory=$(xl list 0 | awk 'NR > 1 { print $3 }')
((memory <= MEMORY_MIB + 64)) || xl mem-set 0 "$MEMORY_MIB"
[[ -n $CPUS ]] || exit 0
online=$(xl vcpu-list 0 | awk 'NR > 1 && $5 != "--p" { count++ } END { print count + 0 }')
# It may have fewer, because dom0_max_vcpus in its boot entry limits it: that is no mistake.
((online <= VCPUS)) || xl vcpu-set 0 "$VCPUS"
xl vcpu-pin 0 all "$CPUS"
