#!/bin/bash
# Clears what a host that was lost still has of a stack that was taken down without it: here definitions and records of guests; the undos of
# what else lasts on a host, and at last its lease, follow in the same text (cli/lost-host.ts). Where anybody else holds the host, or
# nobody, it ends all of it and touches nothing. Input: FILE (the lease), STACK, IDENTITY (who held the host), URIS (libvirt's connections, of which the
# host answers some), DOMAIN_PREFIX (how names of our domains begin). A guest that runs is an error: it was taken for dead. Not undone. Runs twice: the lease goes last. Prints what it cleared.
: "${FILE:?}" "${STACK:?}" "${IDENTITY:?}" "${URIS:?}" "${DOMAIN_PREFIX:?}"
lock_lease "$FILE" exclusive
[[ $(text_of "$FILE") == *"$IDENTITY"* ]] || exit 0

read -ra uris <<< "$URIS"
for uri in "${uris[@]}"; do
  defined=$(timeout "$LIBVIRT_SEC" virsh -q -c "$uri" list --all --name 2> /dev/null) || continue
  running=$(timeout "$LIBVIRT_SEC" virsh -q -c "$uri" list --name)
  while read -r domain; do
    [[ $domain == "$DOMAIN_PREFIX"* ]] || continue
    if grep -qxF "$domain" <<< "$running"; then
      echo "$domain runs on $HOSTNAME, though its stack $STACK was taken down while $HOSTNAME was off; its disk is gone. Run there: virsh -c $uri destroy $domain" >&2
      exit 1
    fi
    virsh -q -c "$uri" undefine "$domain" >&2
    echo "the definition of $domain"
  done <<< "$defined"
done
rm -rf "$HOST_GUESTS"
echo "the lease of $STACK"
