# shellcheck shell=bash
# Says how the supervised process NAME stands, and changes nothing. A line `state`, then `runs`, `gone` (its supervisor ended) or `absent`
# (nothing started it since the machine booted), then how often its program has ended and with which status at last, as far as that is
# known. After it the last lines of LOG, which is what the process printed.
: "${NAME:?}" "${LOG:?}"
state=absent
[[ ! -e $HOST_RUN/$NAME/pid ]] || state=gone
! supervisor_of "$NAME" > /dev/null || state=runs
echo "state $state $(cat "$HOST_RUN/$NAME/ended" 2> /dev/null)"
[[ ! -r $LOG ]] || tail -n 5 "$LOG"
