#!/bin/bash
# Removes the disks of a lost host's guest from the cluster file system, and whom the guard named beside them. One living host does it, once the
# lost one is known to be off and every living one has stopped the guest. Input: DISKS. Not undone. Prints what it freed. Runs twice: what
# is gone is not missed.
: "${DISKS:?}"
read -ra disks <<< "$DISKS"
[[ -d ${disks[0]%/*} ]] || exit 0
owner=$(cat "${disks[0]}.owner" 2> /dev/null || true)
freed=()
for disk in "${disks[@]}"; do [[ ! -e $disk ]] || freed+=("$disk"); done
rm -f "${disks[@]}" "${disks[@]/%/.owner}" "${disks[@]/%/.incoming}" "${disks[0]%.*}.xml"
rmdir --ignore-fail-on-non-empty "${disks[0]%/*}" 2> /dev/null || true
if [[ -n $owner ]]; then echo "${disks[0]}.owner, which named ${owner##* }"; fi
if ((${#freed[@]} > 0)); then printf '%s\n' "${freed[@]}"; fi
