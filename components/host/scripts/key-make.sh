#!/bin/bash
# Gives the host an ssh key of its own for its peers and guests, and prints the public half; the private half never leaves the host.
# Beside it lies the configuration with which ssh uses it. Input: NAME (the host's, for the comment), CONFIG (in base64). Undone by
# key-remove.sh. Runs twice: a key that exists is kept.
: "${NAME:?}" "${CONFIG:?}"
directory=$HOST_SSH
umask 077
mkdir -p "$directory"
[[ -s $directory/id ]] || ssh-keygen -q -t ed25519 -N '' -C "crossbed-$NAME" -f "$directory/id"
base64 -d <<< "$CONFIG" | write_whole "$directory/config"
cat "$directory/id.pub"
