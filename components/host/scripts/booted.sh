#!/bin/bash
# Waits until the host runs the platform and prints its boot id. Where it restarted for that (boot-entry.sh), its entry becomes GRUB's
# saved one, now that it is known to come up. boot-record.sh is read in front of it. Input: PLATFORM (its name, for the error), HYPERVISOR_TYPE (what
# /sys/hypervisor/type must say; empty: nothing), DEVICE (must be there), PROBE (command that must succeed), ENTRY (GRUB menu entry),
# WAIT_SEC; BOOT_ID. DEVICE and PROBE may be empty. Not undone: the next stack boots what it needs. Runs twice: what is saved stays.
: "${PLATFORM:?}" "${HYPERVISOR_TYPE?}" "${DEVICE?}" "${PROBE?}" "${ENTRY:?}" "${WAIT_SEC:?}"

boot_id=$(this_boot)
read -r booting_boot booting_ran booting_entry <<< "$(recorded booting)"
# Whether this boot is to be, or is, the one that was asked for.
is_ordered=no
if [[ -n $booting_boot && $booting_entry == "$ENTRY" ]]; then is_ordered=yes; fi

# failed TEXT: the host is back as something else; its saved entry is what it was.
failed() {
  echo "$HOSTNAME did not come up with its boot entry \"$ENTRY\": $1. It hung, or somebody chose another one, and GRUB booted what is saved. Look at its console, or at what its BMC has of it; nothing else was changed. To try again, run this again." >&2
  exit 1
}
read -ra probe <<< "$PROBE"
runs() {
  [[ $is_ordered == no || $booting_boot != "$boot_id" ]] || return 1
  if [[ $(hypervisor_type) != "$HYPERVISOR_TYPE" ]]; then
    [[ $is_ordered == no ]] || failed "it does not run $PLATFORM"
    return 1
  fi
  [[ -z $DEVICE || -c $DEVICE ]] || return 1
  ((${#probe[@]} == 0)) || "${probe[@]}" > /dev/null 2>&1
}
for ((waited = 0; ; waited++)); do
  runs && break
  if ((waited >= WAIT_SEC)); then
    if [[ $is_ordered == yes && $booting_boot == "$boot_id" ]]; then
      echo "$HOSTNAME was told to restart into \"$ENTRY\" and has not after $WAIT_SEC s. Look at its console: something keeps it from shutting down." >&2
      exit 1
    fi
    echo "$HOSTNAME does not run $PLATFORM after $WAIT_SEC s.${DEVICE:+ Is $DEVICE there, and virtualisation on in the firmware?}${PROBE:+ Does \"$PROBE\" answer?}" >&2
    exit 1
  fi
  sleep 1
done

if [[ $is_ordered == yes ]]; then
  # Two versions of one hypervisor differ in this alone.
  if [[ $(running) == "$booting_ran" ]]; then failed "it runs the kernel and hypervisor of the boot before, with the same command lines"; fi
  write_whole "$HOST_STATE/booted" <<< "$boot_id $ENTRY"
  edit_environment set "saved_entry=$ENTRY"
fi
if [[ -n $booting_boot ]]; then
  # GRUB itself may have been unable to, and of another stack's order nothing may be left.
  edit_environment unset next_entry
  sync
  rm -f "$HOST_STATE/booting"
fi
printf '%s\n' "$boot_id"
