# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# run, stop, status, logs, and the tool's commands.

services=(identity intake scheduling internship assessment)
# In the order in which the parts are listed; they are stopped in another (stop_platform).
parts=(gateway "${services[@]}" dashboard postgres rabbitmq)
gateway_port=${METROPOOL_PORT:-8080}

assembly_of() { # PART: in REPLY, its assembly's path in the checkout
  local name=${1^}
  if [[ $1 == gateway ]]; then
    REPLY=gateway/bin/Release/net10.0/Metropool.Gateway.dll
  else
    REPLY=services/$name/bin/Release/net10.0/Metropool.$name.dll
  fi
}

tool=tools/Metropool.Tool/bin/Release/net10.0/Metropool.Tool.dll

build_platform() {
  local part assemblies=("$tool")
  for part in gateway "${services[@]}"; do
    assembly_of "$part"
    assemblies+=("$REPLY")
  done
  build scripts/platform.slnf "${assemblies[@]}"
}

# --- run ---

platform_run() {
  local detach='' build=1 argument
  for argument; do
    case $argument in
      --detach | -d) detach=1 ;;
      --no-build) build='' ;;
      *) die "run takes --detach and --no-build, not '$argument'." 2 ;;
    esac
  done
  [[ $gateway_port =~ ^[1-9][0-9]{0,4}$ && $gateway_port -lt 65536 ]] || die "METROPOOL_PORT is '$gateway_port', which is no port." 2

  make_home
  take_lock || { lock_holder || REPLY='?'; die "Metropool is being started or stopped right now, by process $REPLY."; }
  find_running && { drop_lock; return 0; }

  trap 'on_exit' EXIT
  trap 'interrupted=1; exit 130' INT
  trap 'interrupted=1; exit 143' TERM HUP
  trap ':' PIPE # whoever reads our output may go away; what we started must not stay behind for that
  rm -f -- "$home/stopping"
  need_dotnet
  need_port "$gateway_port" METROPOOL_PORT "the gateway"
  choose_ports
  choose_servers

  prepare_dashboard
  start_rabbitmq
  start_postgres
  [[ -z $build ]] || build_platform
  if [[ $postgres_from$rabbitmq_from == *docker* ]]; then
    await_servers # Docker may have to fetch one first: that takes longer than a migration waits
    migrate
  else
    migrate
    await_servers
  fi
  start_dashboard 0
  await_migrations
  start_dashboard 3
  start_services
  await_parts gateway "${services[@]}"
  await_dashboard
  write_addresses
  elapsed
  note metropool "ready after $REPLY seconds"
  show_platform
  drop_lock
  if [[ -n $detach ]]; then
    trap - EXIT INT TERM HUP
    printf '\nIt runs in the background: ./metropool status, ./metropool stop.\n'
    return 0
  fi
  printf '\nCtrl+C stops all of it.\n'
  watch_platform
}

on_exit() {
  local code=$?
  trap '' INT TERM HUP
  trap - EXIT
  clear_waiting
  end_jobs
  end_compiler
  if [[ -n ${interrupted:-} && -n ${watching:-} ]]; then
    code=0
    take_lock 60
  fi
  stop_platform
  exit "$code"
}

find_running() { # whether this platform runs already; says so. What is left of one that has died is cleared away.
  local part alive=() dead=()
  for part in "${parts[@]}"; do
    part_exists "$part" || continue
    if part_alive "$part"; then alive+=("$part"); else dead+=("$part"); fi
  done
  if ((${#alive[@]} == 0)); then
    forget_all
    return 1
  fi
  if ! load_part gateway; then
    note metropool "clearing away what an interrupted start has left: ${alive[*]}"
    stop_platform
    return 1
  fi
  printf 'Metropool is running already: http://localhost:%s\n' "$part_port"
  if ((${#dead[@]} > 0)); then
    for part in "${dead[@]}"; do
      show_log_end "$part"
    done
    die "ended by itself: ${dead[*]}. ./metropool stop ends the rest; then run it again."
  fi
  printf './metropool status shows its parts, ./metropool stop ends it.\n'
}

need_port() { # PORT SETTING WHAT
  ! port_taken "$1" || die "port $1 is taken by $(port_holder "$1"). $2 moves $3: $2=$(($1 + 1)) ./metropool run"
}

choose_ports() { # ours lie together, apart from those of a platform on another gateway port
  local part
  next_port=$((20000 + gateway_port % 10000))
  declare -gA port_of=([gateway]=$gateway_port)
  for part in "${services[@]}"; do
    free_port
    port_of[$part]=$REPLY
  done
  dashboard_port=${METROPOOL_DASHBOARD_PORT:-18888} otlp_port=4317 otlp_http_port=4318 telemetry=''
  if [[ ${METROPOOL_DASHBOARD:-on} == off ]]; then
    return
  elif [[ -n ${METROPOOL_DASHBOARD_PORT:-} ]]; then
    need_port "$dashboard_port" METROPOOL_DASHBOARD_PORT "the dashboard"
  elif port_taken "$dashboard_port"; then
    free_port
    note dashboard "port $dashboard_port is taken by $(port_holder "$dashboard_port"): using $REPLY"
    dashboard_port=$REPLY
  fi
  ! port_taken "$otlp_port" || { free_port; otlp_port=$REPLY; }
  ! port_taken "$otlp_http_port" || { free_port; otlp_http_port=$REPLY; }
}

# The environment of a service is Aspire's: it can't tell who started it.
with_environment() { # SERVICE COMMAND...
  local service=$1
  shift
  local -x ASPNETCORE_ENVIRONMENT=Development
  local -x ASPNETCORE_URLS=http://127.0.0.1:${port_of[$service]}
  local -x Metropool__PublicUrl=http://localhost:$gateway_port
  local -x services__identity__http__0=http://127.0.0.1:${port_of[identity]}
  # Six processes share a small machine: start quickly, and collect early (4 MB; by default as much as the processor's cache).
  # Measured with Intake after 200 requests: 195 MB instead of 214.
  # Generated code is mapped once and not twice (W^X): a migration of Intake took 1.8 s of processor time instead of 2.0.
  local -x DOTNET_NOLOGO=1 DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x400000 DOTNET_EnableWriteXorExecute=0
  # The C library keeps freed memory for each of its arenas, of which it makes eight a processor.
  local -x MALLOC_ARENA_MAX=2
  if [[ $service == gateway ]]; then
    local -x services__intake__http__0=http://127.0.0.1:${port_of[intake]}
    local -x services__scheduling__http__0=http://127.0.0.1:${port_of[scheduling]}
    local -x services__internship__http__0=http://127.0.0.1:${port_of[internship]}
    local -x services__assessment__http__0=http://127.0.0.1:${port_of[assessment]}
  else
    local -x "ConnectionStrings__$service=$postgres_base;Database=$service;Maximum Pool Size=25"
    local -x ConnectionStrings__broker=$rabbitmq_uri
  fi
  if [[ $service == identity ]]; then
    local -x Metropool__Identity__DemoUsersFile=$home/demo-users.json
  fi
  if [[ $service == identity || $service == intake ]]; then
    local -x Metropool__Mail__Folder=$home/mail
  fi
  if [[ -n $telemetry ]]; then
    local -x OTEL_EXPORTER_OTLP_ENDPOINT=$telemetry OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_SERVICE_NAME=$service
  fi
  "$@"
}

migrate() { # all at once: each waits for the database and the broker itself
  local service
  note migrate "databases and queues of ${services[*]}"
  declare -gA migration_of=()
  for service in "${services[@]}"; do
    lay_out "$service"
    with_environment "$service" start_job_in "$program_folder" "migrate-$service" "$dotnet" "$program" migrate
    migration_of[$service]=$REPLY
  done
}

await_migrations() {
  local service
  for service in "${services[@]}"; do
    await_job "${migration_of[$service]}" || { show_log_end "migrate-$service"; die "the migration of $service failed; the end of its log is above."; }
  done
  note migrate ready
}

start_services() {
  local service
  for service in "${services[@]}" gateway; do
    lay_out "$service"
    with_environment "$service" spawn_in "$program_folder" "$service" service "${port_of[$service]}" - "$dotnet" "$program"
  done
  note services "starting ${services[*]} gateway"
}

part_healthy() { # NAME: ready means that our process listens, and says that it is ready
  load_part "$1" && is_process "$part_pid" "$part_start" || return 1
  case $1 in
    postgres | rabbitmq) [[ $part_container != - ]] || pid_listens "$part_pid" "$part_port" ;;
    dashboard) pid_listens "$part_pid" "$part_port" ;;
    *) pid_listens "$part_pid" "$part_port" && [[ $(http_status "$part_port" /health) == 200 ]] ;;
  esac
}

await_parts() { # NAME...
  local name left=() still
  for name; do
    ! part_exists "$name" || left+=("$name")
  done
  while ((${#left[@]} > 0)); do
    still=()
    for name in "${left[@]}"; do
      if ! part_alive "$name"; then
        part_died "$name"
      elif part_healthy "$name"; then
        note "$name" "healthy on 127.0.0.1:$part_port"
      else
        still+=("$name")
      fi
    done
    left=("${still[@]}")
    ((${#left[@]} == 0)) || { waiting "waiting for ${left[*]}"; sleep 0.1; }
  done
}

# What the tool and the operator need to know of the running platform; it has passwords, so it is for the owner alone.
write_addresses() {
  printf '%s=%s\n' \
    METROPOOL_URL "http://localhost:$gateway_port" \
    METROPOOL_DASHBOARD_URL "${telemetry:+http://localhost:$dashboard_port}" \
    METROPOOL_DEMO_USERS "$home/demo-users.json" \
    METROPOOL_POSTGRES "$postgres_base;Database=postgres" \
    METROPOOL_RABBITMQ "$rabbitmq_uri" \
    METROPOOL_RABBITMQ_MANAGEMENT "$rabbitmq_management" >"$home/addresses"
}

show_platform() {
  printf '\n  %-11s %s\n' gateway "http://localhost:$gateway_port"
  [[ -z $telemetry ]] || printf '  %-11s %s\n' dashboard "http://localhost:$dashboard_port"
  ! load_part postgres || printf '  %-11s %s\n' postgres "127.0.0.1:$part_port, user metropool, password in $home/secrets"
  ! load_part rabbitmq || printf '  %-11s %s\n' rabbitmq "127.0.0.1:$part_port, management http://127.0.0.1:${rabbitmq_management##*:}, user metropool"
  printf '  %-11s %s\n' logs "$home/logs (./metropool logs NAME)"
  printf '  %-11s %s\n' mail "$home/mail (a file per message: links to confirm an address, to choose a password)"
  show_demo_users
}

# Identity writes the demo users as JSON; a fresh machine has no jq.
show_demo_users() {
  local file=$home/demo-users.json name password roles
  [[ -r $file ]] || return 0
  printf '\n  %-42s %-32s %s\n' 'demo user' password roles
  tr -d '\r\n' <"$file" | sed 's/"clients" *:.*//; s/{/\n/g' | awk '
    function value(key, text) {
      if (!match($0, "\"" key "\" *: *\"([^\"\\\\]|\\\\.)*\"")) return ""
      text = substr($0, RSTART, RLENGTH); sub("^\"" key "\" *: *\"", "", text); sub("\"$", "", text); gsub(/\\"/, "\"", text); return text
    }
    /"userName"/ {
      roles = ""
      if (match($0, "\"roles\" *: *[[][^]]*")) { roles = substr($0, RSTART, RLENGTH); sub(/^[^[]*[[]/, "", roles); gsub(/[" ]/, "", roles) }
      print value("userName") "\t" value("password") "\t" roles
    }' | while IFS=$'\t' read -r name password roles; do
    # %b: JSON writes some characters as \u002B.
    printf '  %-42b %-32b %s\n' "$name" "$password" "$roles"
  done
}

watch_platform() { # until Ctrl+C, or until `stop` or the death of everything elsewhere
  local name reported=' ' alive
  watching=1
  while :; do
    sleep 1
    if [[ -e $home/stopping ]] || ! part_exists gateway; then
      trap - EXIT INT TERM HUP
      printf 'Metropool has been stopped by another command.\n'
      return 0
    fi
    alive=0
    for name in "${parts[@]}"; do
      part_exists "$name" || continue
      if part_alive "$name"; then
        alive=1
      elif [[ $reported != *" $name "* && ! -e $home/stopping ]]; then
        reported+="$name "
        show_log_end "$name"
        note "$name" "has ended by itself; the end of its log is above, the others go on"
      fi
    done
    ((alive)) || die "nothing of the platform is left."
  done
}

# --- stop ---

platform_stop() {
  local starter=''
  need_own_home
  [[ -d $home/parts ]] || { printf 'Metropool is not running.\n'; return 0; }
  make_home
  if ! take_lock; then
    # It is being started: that start ends, and clears up what it had begun.
    ! lock_holder || { starter=$REPLY; kill -TERM "$starter" 2>/dev/null; }
    take_lock 90 || die "process ${starter:-?} is starting or stopping Metropool and doesn't come to an end."
  fi
  if [[ -z $(ls -A -- "$home/parts") ]]; then
    printf 'Metropool is not running.\n'
    return 0
  fi
  stop_platform
}

stop_platform() { # from the door inwards: nobody loses what it still needs
  [[ -n $(ls -A -- "$home/parts") ]] || { forget_all; return; }
  : >"$home/stopping"
  note metropool "stopping"
  stop_parts gateway
  stop_parts "${services[@]}"
  stop_parts dashboard dashboard-install
  stop_parts rabbitmq
  stop_parts epmd
  stop_parts postgres
  forget_all
  note metropool "stopped"
}

forget_all() {
  stop_parts epmd dashboard-install # the helper of a broker that died, and a fetching that goes on
  rm -f -- "$home/parts/"* "$home/addresses" "$home/stopping"
}

# --- status and logs ---

platform_status() {
  local name state all=1 json='' rows=() starting=''
  case $* in
    '') ;;
    --json) json=1 ;;
    *) die "status takes --json only." 2 ;;
  esac
  need_own_home
  ! lock_holder || starting=1
  for name in "${parts[@]}"; do
    load_part "$name" || continue
    if part_healthy "$name"; then
      state=healthy
    elif ! is_process "$part_pid" "$part_start"; then
      state=dead all=''
    else
      state=${starting:+starting}
      state=${state:-unhealthy} all=''
    fi
    REPLY=0
    [[ $state == dead ]] || part_memory "$part_pid"
    rows+=("$name $part_kind $state $part_pid $part_port $REPLY")
  done
  if [[ -n $json ]]; then
    ((${#rows[@]} == 0)) || printf '%s\n' "${rows[@]}" | awk '
      { printf "%s{\"name\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\",\"pid\":%d,\"port\":%d,\"rssBytes\":%.0f}", (NR > 1 ? ",\n " : "["), $1, $2, $3, $4, $5, $6 }
      END { print "]" }'
    ((${#rows[@]} > 0)) || printf '[]\n'
    return 0
  fi
  if ((${#rows[@]} == 0)); then
    printf 'Metropool is not running.\n'
    return 3
  fi
  printf '%s\n' "${rows[@]}" | awk '
    BEGIN { printf "%-12s %-10s %-10s %8s %6s %8s\n", "name", "kind", "state", "process", "port", "memory" }
    { printf "%-12s %-10s %-10s %8d %6d %5d MB\n", $1, $2, $3, $4, $5, $6 / 1048576 }'
  [[ -n $all ]]
}

platform_logs() {
  local name=${1:-} follow='' known
  need_own_home
  case ${2:-} in
    '') ;;
    --follow | -f) follow=1 ;;
    *) die "logs takes a name and --follow." 2 ;;
  esac
  if [[ -z $name || $name == */* || ! -e $home/logs/$name.log ]]; then
    known=$(find "$home/logs" -name '*.log' ! -name '*.previous.log' -printf '%f\n' 2>/dev/null | sed 's/\.log$//' | sort | tr '\n' ' ')
    [[ -z $name ]] || printf 'There is no log of %s.\n' "$name" >&2
    die "the logs are: ${known:-none yet}" 2
  fi
  if [[ -n $follow ]]; then
    exec tail -n 50 -F -- "$home/logs/$name.log"
  fi
  cat -- "$home/logs/$name.log"
}

# --- service: a command of a service's own program ---

platform_service() { # NAME|all COMMAND ARGUMENTS...: with the environment of the process that serves
  local name=${1:-} service code=0
  [[ -n $name && -n ${2:-} ]] || die "service takes a name (${services[*]} or all) and a command of that service, such as errors." 2
  [[ " ${services[*]} all " == *" $name "* ]] || die "there is no service '$name': ${services[*]} or all." 2
  shift
  need_own_home
  need_dotnet
  for service in "${services[@]}"; do
    [[ $name == "$service" || $name == all ]] || continue
    part_alive "$service" || die "$service isn't running: ./metropool run --detach" 3
    [[ $name != all ]] || printf '%s\n' "$service"
    in_service "$service" "$@" || code=$?
  done
  return "$code"
}

in_service() { # NAME COMMAND ARGUMENTS...
  local environment
  load_part "$1"
  assembly_of "$1"
  mapfile -d '' environment <"/proc/$part_pid/environ"
  (cd "$home/app/$1" && exec env -i "${environment[@]}" "$dotnet" "${REPLY##*/}" "${@:2}")
}

# --- demo and bench: the tool's, which is told the addresses ---

run_tool() { # COMMAND ARGUMENTS...
  local line
  make_home
  # A bench starts what it needs itself.
  if [[ $1 != bench && " $* " != *' --help '* ]] && ! { part_alive gateway && [[ -r $home/addresses ]]; }; then
    die "Metropool isn't running: ./metropool run --detach" 3
  fi
  trap 'clear_waiting; end_jobs; end_compiler; stop_parts dashboard-install' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  build tools/Metropool.Tool/Metropool.Tool.csproj "$tool" >&2
  [[ $1 != bench || " $* " == *' --help '* ]] || fetch_dashboard >&2
  trap - EXIT INT TERM HUP
  if [[ -r $home/addresses ]]; then
    while IFS= read -r line; do
      export "${line?}"
    done <"$home/addresses"
  fi
  export METROPOOL_HOME=$home
  umask "$usual_umask"
  exec "$dotnet" "$root/$tool" "$@"
}
