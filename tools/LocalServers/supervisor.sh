# shellcheck shell=sh disable=SC2034,SC2154 # the names of the servers are assigned by start
# Owns the PostgreSQL and the RabbitMQ that several processes share, until the last of these has ended. SharedServerPlan adds the functions begin and remove.
#
#   supervise FOLDER GRACE
#
# Locks in the folder, which the kernel releases when their holders end:
#   supervisor.lock  this process
#   servers.lock     this process and, by inheritance, every server: free when none is left of a supervisor that was killed
#   users.lock       shared by the users

supervise() {
  folder=$1
  grace=$2
  rabbitmq='' epmd='' postgres=''
  cd / && umask 077
  # What the process that started us has left open is not for the servers.
  exec 3>&- 4>&- 5>&- 6>&-
  exec 7>>"$folder/servers.lock" 8>>"$folder/supervisor.lock" 9>>"$folder/users.lock" || exit 1
  flock --timeout 30 8 || fail "another supervisor runs in $folder."
  flock --timeout 60 7 || fail "the servers that a killed supervisor has left in $folder don't end."
  trap end EXIT
  trap 'exit 1' HUP INT TERM
  remove
  write "$folder/addresses" "$addresses"
  echo started
  exec >>"$folder/logs/supervisor.log" 2>&1 </dev/null
  begin
  watch
}

# Returns, with the lock of the users, when none of them is left, and none has come within the grace.
watch() {
  idle=0
  while :; do
    check
    # What waits for us must not hold our locks: it outlives us by a second where we are killed.
    if ! flock --timeout 1 9 7>&- 8>&-; then
      idle=0
    elif [ "$idle" -ge "$grace" ]; then
      return
    else
      flock --unlock 9
      idle=$((idle + 1))
      sleep 1 7>&- 8>&- 9>&-
    fi
  done
}

end() {
  trap '' HUP INT TERM
  rm -f -- "$folder/addresses"
  # The data goes with the servers: nothing is to be saved.
  stop rabbitmq
  stop epmd
  stop postgres
  remove
}

check() {
  for server in "postgres:$postgres" "rabbitmq:$rabbitmq" "epmd:$epmd"; do
    pid=${server#*:}
    [ -z "$pid" ] || kill -0 "$pid" 2>/dev/null || fail "${server%%:*} has ended: $folder/logs/${server%%:*}.log says why."
  done
}

fail() { # MESSAGE
  echo "$1"
  exit 1
}

start() { # NAME SIGNAL COMMAND...: the signal is the one that stops it
  server=$1
  eval "${server}_signal=$2"
  shift 2
  "$@" >>"$folder/logs/$server.log" 2>&1 </dev/null 8>&- 9>&- &
  eval "$server=\$!"
}

run() { # NAME COMMAND...
  server=$1
  shift
  "$@" >>"$folder/logs/$server.log" 2>&1 </dev/null 8>&- 9>&- || fail "$server failed: $folder/logs/$server.log says why."
}

await() { # COMMAND...: until it succeeds
  tries=0
  until "$@" >/dev/null 2>&1 </dev/null 8>&- 9>&-; do
    check
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "$1 fails after $tries tries."
    sleep 0.05 7>&- 8>&- 9>&-
  done
}

stop() { # NAME
  eval "pid=\$$1 signal=\${$1_signal:-}"
  tries=0
  while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 300 ]; do
    case $tries in
      0) kill -s "$signal" "$pid" ;;
      200) kill -s KILL "$pid" ;;
    esac
    tries=$((tries + 1))
    sleep 0.1 7>&- 8>&- 9>&-
  done
}

make_folder() { # FOLDER: for its owner, in one that its owner can enter
  [ -d "${1%/*}" ] || mkdir -m 711 -- "${1%/*}" || fail "${1%/*} can't be made."
  mkdir -- "$1" || fail "$1 can't be made."
}

write() { # FILE TEXT
  printf '%s' "$2" >"$1" || fail "$1 can't be written."
}
