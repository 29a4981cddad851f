# Runs a server as the child of a process that may be killed at any moment.
# usage: sh run-child.sh OUTPUT_FILE STOP_TENTHS COMMAND...
#
# Prints the server's process id. Standard input is a pipe held by the owner: when it closes, because
# the owner asks for the end or because the owner is dead, the server is asked to stop (SIGTERM) and,
# after STOP_TENTHS tenths of a second, made to (SIGKILL). Ends when the server ends, with its status.

# A key stroke meant for the owner must not reach the server: the owner stops it in its own order.
trap '' INT QUIT HUP

output=$1
stop_tenths=$2
shift 2

# A command in the background would read from /dev/null; this keeps the pipe for the watcher.
exec 3<&0

# What the shell itself says about the server's end belongs to the server's output.
: >"$output"
exec 2>>"$output"

"$@" </dev/null >>"$output" 2>&1 3<&- &
server=$!
echo "$server"

(
  while read -r ignored; do :; done
  kill -TERM "$server" 2>/dev/null
  while [ "$stop_tenths" -gt 0 ] && kill -0 "$server" 2>/dev/null; do
    sleep 0.1
    stop_tenths=$((stop_tenths - 1))
  done
  kill -KILL "$server" 2>/dev/null
) <&3 >/dev/null 2>&1 &
watcher=$!
exec 3<&-

wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
