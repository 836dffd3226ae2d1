# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# A PostgreSQL and a RabbitMQ for tests, on free ports, without durability. Whoever needs them registers a process; all share one pair,
# which ends, with its data, when the last of those processes has gone. `dotnet test` comes here through tests/Servers.
# `durable` is another pair, that writes to the disk as the platform's own servers do: for measurements, and for tests that stop or starve a server.

test_servers() { # [durable] start PID | release PID | watch | rabbitmqctl ...
  make_home
  if [[ ${1:-} == durable ]]; then
    home=$home/durable-servers durable=durable
    shift
  else
    home=$home/test-servers scratch_servers=1
  fi
  case ${1:-} in
    start) [[ ${2:-} =~ ^[0-9]+$ ]] || die "which process needs the servers?" 2; test_servers_start "$2" ;;
    release) test_servers_release "${2:-0}" ;;
    watch) test_servers_watch ;;
    rabbitmqctl) control_rabbitmq "${@:2}" ;;
    *) die "servers [durable] start PID, release PID, or rabbitmqctl ...." 2 ;;
  esac
}

test_servers_start() { # PID: prints the three variables for a shell
  exec 3>&1 >&2 # progress to standard error, the addresses to standard output
  process_start "$1" || die "there is no process $1." 2
  local start=$REPLY
  make_home
  mkdir -p -- "$home/users"
  take_lock 120 || die "the test servers are being started by another process that doesn't come to an end."
  printf '%s\n' "$start" >"$home/users/$1"
  if ! { part_alive postgres && part_alive rabbitmq && [[ -s $home/addresses ]]; }; then
    trap 'test_servers_end' EXIT
    trap 'exit 1' INT TERM HUP
    test_servers_clear
    choose_servers
    # A random place to look from: two pairs that start at once don't reach for the same ports.
    next_port=$((20000 + RANDOM % 11000))
    start_rabbitmq
    start_postgres
    await_servers
    printf '%s=%s\n' METROPOOL_POSTGRES "$postgres_base;Database=postgres" METROPOOL_RABBITMQ "$rabbitmq_uri" METROPOOL_RABBITMQ_MANAGEMENT "$rabbitmq_management" >"$home/addresses"
    setsid "$root/metropool" servers ${durable:+durable} watch </dev/null >"$home/logs/watch.log" 2>&1 3>&- 9>&- &
    trap - EXIT INT TERM HUP
  fi
  drop_lock
  cat -- "$home/addresses" >&3
}

test_servers_used() {
  local user pid start used=1
  for user in "$home"/users/*; do
    pid=${user##*/}
    { read -r start <"$user"; } 2>/dev/null || continue
    if is_process "$pid" "$start"; then used=0; else rm -f -- "$user"; fi
  done
  return "$used"
}

# Test projects run one after another: a pair outlives the last of its users by some seconds, so that the next one finds it.
test_servers_watch() {
  local idle=0
  while part_exists postgres; do
    sleep 1
    if test_servers_used; then
      idle=0
    elif ((++idle >= 8)); then
      take_lock 120 || exit 1
      test_servers_used || { quiet=1 test_servers_end; return; }
      drop_lock
    fi
  done
}

test_servers_release() { # PID: it needs them no longer; they end at once where nobody else does
  [[ -d $home/users ]] || return 0
  rm -f -- "$home/users/$1"
  take_lock 120 || die "the test servers are being started or stopped by another process."
  test_servers_used || quiet=1 test_servers_end
}

test_servers_end() {
  test_servers_clear
  rm -rf -- "$home/users"
}

test_servers_clear() {
  stop_parts rabbitmq epmd postgres
  rm -f -- "$home/addresses" "$home/secrets"
  remove_server_folder rabbitmq
  remove_server_folder postgres
}

control_rabbitmq() { # ARGUMENTS...: the broker's own tool, for a test that stops it or sets off an alarm
  local environment drop
  load_part rabbitmq && part_alive rabbitmq || die "there is no broker."
  if [[ $part_container != - ]]; then
    docker exec "$part_container" rabbitmqctl "$@"
    return
  fi
  find_rabbitmq || die "RabbitMQ is no longer installed."
  server_drop rabbitmq
  mapfile -d '' environment <"/proc/$part_pid/environ"
  (cd / && exec "${drop[@]}" env -i "${environment[@]}" "${rabbit_server%/*}/rabbitmqctl" "$@")
}
