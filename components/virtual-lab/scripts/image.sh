# shellcheck shell=bash
# Makes true: the cache holds one kind of image. Prints its metadata. Inputs: LAB, IMAGES, KIND, DIGEST, RELEASE, DISK_MIB,
# BACKUP_MIB, DOM0_MIB, CACHE, LOCK_WAIT_SEC, as images/build.sh says. Undo: none, the cache is shared between labs. Running again finds the image there.
: "${IMAGES:?}" "${KIND:?}" "${DIGEST:?}" "${RELEASE:?}" "${DISK_MIB:?}" "${BACKUP_MIB:?}" "${DOM0_MIB:?}" "${CACHE:?}" "${LOCK_WAIT_SEC:?}"
export IMAGES KIND DIGEST RELEASE DISK_MIB BACKUP_MIB DOM0_MIB CACHE LOCK_WAIT_SEC
exec nice "$IMAGES/build.sh"
