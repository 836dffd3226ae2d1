# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# PostgreSQL and RabbitMQ: given by their addresses, installed, in Docker, or else installed from Debian's packages.
# Both run as our own instances on loopback, with data and passwords of their own; installed system services are never touched.

postgres_wanted=15 # the oldest PostgreSQL and RabbitMQ that will do
rabbitmq_wanted=3.10

not_older() { # VERSION WANTED
  [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

find_postgres() { # in pg_bin and pg_version: the newest, or the one that made the data that is there
  local bin version data=
  pg_bin='' pg_version=''
  server_folder postgres
  [[ ! -e $REPLY/PG_VERSION ]] || data=$(<"$REPLY/PG_VERSION")
  for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin "$(dirname -- "$(command -v postgres || echo /none)")"; do
    [[ -x $bin/postgres && -x $bin/initdb ]] || continue
    version=$("$bin/postgres" --version | awk '{ print $3 }')
    not_older "$version" "$postgres_wanted" || continue
    [[ -z $data || ${version%%.*} == "$data" ]] || continue
    [[ -z $pg_version ]] || ! not_older "$pg_version" "$version" || continue
    pg_bin=$bin pg_version=$version
  done
  [[ -n $pg_bin ]]
}

# Debian's /usr/sbin/rabbitmq-server refuses everybody but root and rabbitmq: what it wraps is used.
find_rabbitmq() { # in rabbit_server, rabbit_version and epmd
  local server real erl
  rabbit_server='' rabbit_version='' epmd=''
  erl=$(readlink -f -- "$(command -v erl || echo /none)")
  for epmd in "$(command -v epmd)" "${erl%/*}/epmd" /usr/lib/erlang/bin/epmd; do
    [[ ! -x $epmd ]] || break
  done
  [[ -x $epmd ]] || return 1
  for server in /usr/lib/rabbitmq/bin/rabbitmq-server /usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server /opt/rabbitmq*/sbin/rabbitmq-server "$(command -v rabbitmq-server)"; do
    real=$(readlink -f -- "$server" 2>/dev/null) || continue
    [[ -x $real && -d ${real%/*}/../plugins ]] || continue
    rabbit_version=$(find "${real%/*}/../plugins" -maxdepth 1 -name 'rabbit-[0-9]*' -printf '%f\n' -quit)
    rabbit_version=${rabbit_version#rabbit-}
    rabbit_version=${rabbit_version%.ez}
    not_older "$rabbit_version" "$rabbitmq_wanted" || continue
    rabbit_server=$real
    return 0
  done
  return 1
}

unusable_data() { # whether there is data that no installed PostgreSQL can use; says so in REPLY
  server_folder postgres
  [[ -e $REPLY/PG_VERSION ]] || return 1
  REPLY="the data in $REPLY was made by PostgreSQL $(<"$REPLY/PG_VERSION"), which isn't installed (any more)."
}

docker_works() { # the client alone proves nothing
  command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1
}

choose_servers() { # in postgres_from and rabbitmq_from: given, installed or docker
  local missing=()
  postgres_from='' rabbitmq_from=''
  if [[ -n ${METROPOOL_POSTGRES:-} ]]; then postgres_from=given; elif find_postgres; then postgres_from=installed; else missing+=(postgresql); fi
  if [[ -n ${METROPOOL_RABBITMQ:-} ]]; then rabbitmq_from=given; elif find_rabbitmq; then rabbitmq_from=installed; else missing+=(rabbitmq-server); fi
  [[ -n $postgres_from ]] || ! unusable_data || die "$REPLY"
  if ((${#missing[@]} > 0)); then
    if docker_works; then
      [[ -n $postgres_from ]] || postgres_from=docker
      [[ -n $rabbitmq_from ]] || rabbitmq_from=docker
    else
      install_packages "${missing[@]}"
      [[ -n $postgres_from ]] || { find_postgres && postgres_from=installed; } ||
        die "PostgreSQL $postgres_wanted or newer is needed and couldn't be had: the packages here are older. Set METROPOOL_POSTGRES to a server of your own."
      [[ -n $rabbitmq_from ]] || { find_rabbitmq && rabbitmq_from=installed; } ||
        die "RabbitMQ $rabbitmq_wanted or newer is needed and couldn't be had: the packages here are older. Set METROPOOL_RABBITMQ to a broker of your own."
    fi
  fi
}

# --- Who runs a server, and where its data lies ---

# PostgreSQL refuses root, and the broker has no need of it: root's servers run as their system users.
server_user() { # NAME: in REPLY, empty where we aren't root
  REPLY=
  ((EUID == 0)) || return 0
  for REPLY in "$1" nobody; do
    id "$REPLY" >/dev/null 2>&1 && return 0
  done
}

server_drop() { # NAME: in drop, the command that becomes its user
  server_user "$1"
  drop=()
  [[ -z $REPLY ]] || drop=(setpriv "--reuid=$REPLY" "--regid=$(id -g "$REPLY")" --init-groups --)
}

# A server that runs as another user may not reach our folder (/root, for one): then its data lies below /var/lib.
# Where there is data already it stays, whoever can reach what today.
server_folder() { # NAME: in REPLY
  local drop elsewhere
  server_drop "$1"
  elsewhere=/var/lib/metropool-$(hash_of "$home")/$1
  if ((${#drop[@]} == 0)) || holds_data "$home/$1"; then
    REPLY=$home/$1
  elif holds_data "$elsewhere" || ! "${drop[@]}" test -x "$home" 2>/dev/null; then
    REPLY=$elsewhere
  else
    REPLY=$home/$1
  fi
}

holds_data() { # FOLDER: of PostgreSQL or RabbitMQ
  [[ -e $1/PG_VERSION || -d $1/data ]]
}

make_server_folder() { # NAME: in REPLY
  local folder parent user
  server_user "$1"
  user=$REPLY
  server_folder "$1"
  folder=$REPLY
  parent=${folder%/*}
  # Its user may pass through, and nobody look.
  [[ $parent == "$home" || -d $parent ]] || mkdir -m 711 -- "$parent" || die "$parent can't be made; it is needed for $1's data."
  mkdir -p -- "$folder" || die "$folder can't be made."
  [[ -z $user ]] || chown -R -- "$user" "$folder" || die "$folder can't be given to the user $user."
  REPLY=$folder
}

remove_server_folder() { # NAME
  server_folder "$1"
  rm -rf -- "$REPLY"
  rm -rf -- "$REPLY.new"
  [[ $REPLY == "$home"/* ]] || rmdir -- "${REPLY%/*}" 2>/dev/null
}

# --- PostgreSQL ---

start_postgres() { # in postgres_base: the connection string without a database
  local port folder password drop options
  if [[ $postgres_from == given ]]; then
    postgres_base=$(without_database "$METROPOOL_POSTGRES")
    note postgres "the one given by METROPOOL_POSTGRES"
    return
  fi
  free_port
  port=$REPLY
  secret POSTGRES_PASSWORD
  password=$REPLY
  postgres_base="Host=127.0.0.1;Port=$port;Username=metropool;Password=$password"
  options=(-c max_connections=300)
  [[ -z ${scratch_servers:-} ]] || options=(-c max_connections=500 -c fsync=off -c synchronous_commit=off -c full_page_writes=off)
  if [[ $postgres_from == docker ]]; then
    note postgres "starting in Docker on 127.0.0.1:$port"
    POSTGRES_PASSWORD=$password start_container postgres "$port" /var/lib/postgresql --env POSTGRES_PASSWORD --env POSTGRES_USER=metropool \
      --env POSTGRES_DB=postgres --publish "127.0.0.1:$port:5432" postgres:18 "${options[@]}"
    return
  fi
  make_server_folder postgres
  folder=$REPLY
  server_drop postgres
  if [[ ! -s $folder/PG_VERSION ]]; then
    # It becomes the data folder when it is whole: initdb writes PG_VERSION first. Its password is in a file for this one command only.
    rm -rf -- "$folder.new"
    mv -- "$folder" "$folder.new"
    find "$folder.new" -mindepth 1 -delete
    printf '%s\n' "$password" >"$folder.password"
    ((${#drop[@]} == 0)) || chown -- "$(stat -c %u "$folder.new")" "$folder.password"
    (cd / && "${drop[@]}" "$pg_bin/initdb" --pgdata="$folder.new" --username=metropool --pwfile="$folder.password" --auth=scram-sha-256 \
      --encoding=UTF8 --locale=C.UTF-8 ${scratch_servers:+--no-sync}) >"$home/logs/initdb.log" 2>&1 ||
      { rm -f -- "$folder.password"; show_log_end initdb; die "PostgreSQL's data folder couldn't be made."; }
    rm -f -- "$folder.password"
    mv -- "$folder.new" "$folder"
  fi
  note postgres "starting PostgreSQL $pg_version on 127.0.0.1:$port"
  spawn postgres server "$port" - "${drop[@]}" "$pg_bin/postgres" -D "$folder" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= "${options[@]}"
}

postgres_ready() {
  load_part postgres || return 0
  if [[ $part_container != - ]]; then
    docker exec "$part_container" pg_isready --quiet --host=127.0.0.1 2>/dev/null
  else
    pid_listens "$part_pid" "$part_port" && grep -q 'database system is ready to accept connections' "$home/logs/postgres.log"
  fi
}

without_database() { # CONNECTION-STRING
  local field fields kept=''
  IFS=';' read -ra fields <<<"$1"
  for field in "${fields[@]}"; do
    [[ ${field,,} =~ ^\ *(database|db|maximum\ pool\ size|maxpoolsize)?\ *(=|$) ]] || kept+=";$field"
  done
  printf '%s' "${kept#;}"
}

# --- RabbitMQ ---

start_rabbitmq() { # in rabbitmq_uri and rabbitmq_management
  local port management folder password drop distribution epmd_port deadline
  if [[ $rabbitmq_from == given ]]; then
    rabbitmq_uri=$METROPOOL_RABBITMQ rabbitmq_management=${METROPOOL_RABBITMQ_MANAGEMENT:-}
    note rabbitmq "the one given by METROPOOL_RABBITMQ"
    return
  fi
  free_port; port=$REPLY
  free_port; management=$REPLY
  secret RABBITMQ_PASSWORD
  password=$REPLY
  rabbitmq_uri="amqp://metropool:$password@127.0.0.1:$port/metropool"
  rabbitmq_management="http://metropool:$password@127.0.0.1:$management"
  if [[ $rabbitmq_from == docker ]]; then
    note rabbitmq "starting in Docker on 127.0.0.1:$port"
    RABBITMQ_DEFAULT_PASS=$password start_container rabbitmq "$port" /var/lib/rabbitmq --env RABBITMQ_DEFAULT_PASS \
      --env RABBITMQ_DEFAULT_USER=metropool --env RABBITMQ_DEFAULT_VHOST=metropool --hostname metropool \
      --publish "127.0.0.1:$port:5672" --publish "127.0.0.1:$management:15672" rabbitmq:4-management
    return
  fi
  # The broker's ports besides AMQP: distribution (by default AMQP + 20000, which overflows), and its port mapper.
  free_port; distribution=$REPLY
  free_port; epmd_port=$REPLY
  make_server_folder rabbitmq
  folder=$REPLY
  server_drop rabbitmq
  write_rabbitmq_settings "$folder" "$port" "$management" "$password"

  # The port mapper would outlive the broker, and even a start that failed: it is a part of its own, and ends with the others.
  spawn epmd helper "$epmd_port" - "${drop[@]}" env -i HOME="$folder" "$epmd" -address 127.0.0.1 -port "$epmd_port"
  now_ms
  deadline=$((REPLY + 30000))
  until load_part epmd && pid_listens "$part_pid" "$epmd_port"; do
    part_alive epmd || { show_log_end epmd; die "Erlang's port mapper did not start."; }
    now_ms
    ((REPLY < deadline)) || { show_log_end epmd; die "Erlang's port mapper ($epmd) has been started and isn't seen to listen on port $epmd_port after 30 seconds."; }
    sleep 0.02
  done

  note rabbitmq "starting RabbitMQ $rabbit_version on 127.0.0.1:$port"
  # RUNNING_UNDER_SYSTEMD: the start script becomes the broker instead of staying its parent, so the process that we know is the broker.
  # Very short busy waiting: without any, each of the thousands of file accesses of a start costs a sleep and a wake-up (12 s instead of 6).
  spawn rabbitmq server "$port" - "${drop[@]}" env -i PATH="$PATH" LANG=C.UTF-8 HOME="$folder" RUNNING_UNDER_SYSTEMD=true \
    RABBITMQ_NODENAME=metropool@localhost RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE="$folder/environment" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_LOGS=- \
    RABBITMQ_DIST_PORT="$distribution" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SCHEDULER_BUSY_WAIT_THRESHOLD=very_short \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' "$rabbit_server"
}

write_rabbitmq_settings() { # FOLDER PORT MANAGEMENT-PORT PASSWORD
  local user
  server_user rabbitmq
  user=$REPLY
  secret ERLANG_COOKIE
  rm -f -- "$1/.erlang.cookie"
  printf '%s' "$REPLY" >"$1/.erlang.cookie"
  chmod 400 -- "$1/.erlang.cookie"
  : >"$1/environment"
  printf '[rabbitmq_management].\n' >"$1/plugins"
  cat >"$1/rabbitmq.conf" <<END
listeners.tcp.local = 127.0.0.1:$2
management.tcp.ip = 127.0.0.1
management.tcp.port = $3
default_vhost = metropool
default_user = metropool
default_pass = $4
default_user_tags.administrator = true
END
  [[ -z $user ]] || chown -- "$user" "$1/.erlang.cookie" "$1/environment" "$1/plugins" "$1/rabbitmq.conf"
}

rabbitmq_ready() { # AMQP is opened last; management answers 401 to a stranger
  load_part rabbitmq || return 0
  if [[ $part_container != - ]]; then
    [[ $(http_status "${rabbitmq_management##*:}" /api/overview) == 401 ]]
  else
    pid_listens "$part_pid" "$part_port" && pid_listens "$part_pid" "${rabbitmq_management##*:}"
  fi
}

# --- Both ---

container_name() { # NAME
  printf 'metropool-%s-%s' "$(hash_of "$home")" "$1"
}

# The client stays in the foreground and passes our signals on. Data is in a volume, except that of test servers.
start_container() { # NAME PORT DATA-FOLDER DOCKER-RUN-ARGUMENTS...
  local name=$1 port=$2 container volume=()
  container=$(container_name "$name")
  [[ -n ${scratch_servers:-} ]] || volume=(--volume "$container:$3")
  shift 3
  docker rm --force "$container" >/dev/null 2>&1
  spawn "$name" server "$port" "$container" docker run --rm --name "$container" "${volume[@]}" "$@"
}

await_servers() {
  local name left=(postgres rabbitmq) still
  while ((${#left[@]} > 0)); do
    still=()
    for name in "${left[@]}"; do
      if part_exists "$name" && ! part_alive "$name"; then
        part_died "$name"
      elif "${name}_ready"; then
        ! part_exists "$name" || note "$name" ready
      else
        still+=("$name")
      fi
    done
    left=("${still[@]}")
    ((${#left[@]} == 0)) || { waiting "waiting for ${left[*]}"; sleep 0.1; }
  done
}

part_died() { # NAME
  clear_waiting
  show_log_end "$1"
  die "$1 has ended by itself; the end of its log is above."
}
