# shellcheck shell=sh disable=SC2034,SC2154 # the names of the servers are assigned by start
# Owns the PostgreSQL and the RabbitMQ that several processes share, until the last of these has ended. SharedServerPlan adds the functions start_servers and
# clean_up.
#
#   supervise FOLDER GRACE
#
# Locks in the folder, which the kernel releases when their holders end:
#   supervisor.lock  this process
#   servers.lock     this process and, by inheritance, every server: after a supervisor was killed, it is free when the last server has ended
#   users.lock       shared by the processes that use the servers

supervise() {
  folder=$1
  grace=$2
  rabbitmq='' epmd='' postgres=''
  cd / && umask 077
  # Closes inherited file descriptors.
  exec 3>&- 4>&- 5>&- 6>&-
  exec 7>>"$folder/servers.lock" 8>>"$folder/supervisor.lock" 9>>"$folder/users.lock" || exit 1
  flock --timeout 30 8 || fail "another supervisor runs in $folder."
  flock --timeout 60 7 || fail "the servers of a killed supervisor in $folder don't end."
  trap end EXIT
  trap 'exit 1' HUP INT TERM
  clean_up
  write "$folder/addresses" "$addresses"
  echo started
  exec >>"$folder/logs/supervisor.log" 2>&1 </dev/null
  start_servers
  watch
}

# Returns, holding the lock of the users, when the servers have had no user for the grace period.
watch() {
  idle=0
  while :; do
    check
    # Child processes must not hold our locks, because they outlive us by a second if we are killed.
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
  # The data is deleted, so the servers needn't shut down cleanly.
  stop rabbitmq
  stop epmd
  stop postgres
  clean_up
}

check() {
  for server in "postgres:$postgres" "rabbitmq:$rabbitmq" "epmd:$epmd"; do
    pid=${server#*:}
    [ -z "$pid" ] || kill -0 "$pid" 2>/dev/null || fail "${server%%:*} has ended: see $folder/logs/${server%%:*}.log."
  done
}

fail() { # MESSAGE
  echo "$1"
  exit 1
}

start() { # NAME SIGNAL COMMAND...: starts a server that the signal stops
  server=$1
  eval "${server}_signal=$2"
  shift 2
  "$@" >>"$folder/logs/$server.log" 2>&1 </dev/null 8>&- 9>&- &
  eval "$server=\$!"
}

run() { # NAME COMMAND...
  server=$1
  shift
  "$@" >>"$folder/logs/$server.log" 2>&1 </dev/null 8>&- 9>&- || fail "$server failed: see $folder/logs/$server.log."
}

wait_for() { # COMMAND...: repeats it until it succeeds
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

make_folder() { # FOLDER: creates it for its owner, in a parent that other users can traverse
  [ -d "${1%/*}" ] || mkdir -m 711 -- "${1%/*}" || fail "${1%/*} can't be created."
  mkdir -- "$1" || fail "$1 can't be created."
}

write() { # FILE TEXT
  printf '%s' "$2" >"$1" || fail "$1 can't be written."
}
