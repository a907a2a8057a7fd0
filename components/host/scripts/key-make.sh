#!/bin/bash
# Gives the host an ssh key of its own for its peers and prints the public half; the private half never leaves the host.
# Input: NAME (the host's, for the comment). Undone by key-remove.sh. Runs twice: a key that exists is kept.
: "${NAME:?}"
directory=$HOST_STATE/ssh
umask 077
mkdir -p "$directory"
[[ -s $directory/id ]] || ssh-keygen -q -t ed25519 -N '' -C "crossbed-$NAME" -f "$directory/id"
cat "$directory/id.pub"
