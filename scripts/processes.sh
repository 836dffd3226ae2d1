# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# The parts of the platform as processes. .run/parts/NAME holds: pid, start time, kind, port, container (or -).
# Kinds: service, server, dashboard, and helper for what belongs to another part.

# When a process began, in clock ticks since boot; fails for one that is gone or only waits to be reaped.
# A number is given out again some day, number and start time together are not.
process_start() { # PID: in REPLY
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  REPLY=${fields[19]}
}

is_process() { # PID START
  process_start "$1" && [[ $REPLY == "$2" ]]
}

load_part() { # NAME: in part_pid, part_start, part_kind, part_port, part_container
  { read -r part_pid part_start part_kind part_port part_container <"$home/parts/$1"; } 2>/dev/null
}

part_alive() { # NAME
  load_part "$1" && is_process "$part_pid" "$part_start"
}

part_exists() { # NAME
  [[ -e $home/parts/$1 ]]
}

# Each part is the leader of a session of its own: Ctrl+C in our terminal is for us, and we stop the parts in their order.
spawn() { # NAME KIND PORT CONTAINER COMMAND...
  spawn_in / "$@"
}

spawn_in() { # FOLDER NAME KIND PORT CONTAINER COMMAND...
  local folder=$1 name=$2 kind=$3 port=$4 container=$5 pid
  shift 5
  rotate_log "$name"
  (cd -- "$folder" && exec setsid "$@") </dev/null >"$home/logs/$name.log" 2>&1 3>&- 9>&- &
  pid=$!
  process_start "$pid" || REPLY=0
  printf '%s %s %s %s %s\n' "$pid" "$REPLY" "$kind" "$port" "$container" >"$home/parts/$name"
}

# How a part is asked to end. PostgreSQL takes TERM for "when the last client has gone", INT for "now, in good order".
# Servers of tests keep nothing, so nothing is put in order either.
stop_signal() { # NAME: in REPLY
  case $1 in
    postgres) REPLY=INT; [[ -z ${scratch_servers:-} ]] || REPLY=QUIT ;;
    rabbitmq) REPLY=TERM; [[ -z ${scratch_servers:-} ]] || REPLY=KILL ;;
    *) REPLY=TERM ;;
  esac
}

stop_parts() { # NAME...: all at once; what doesn't end within 20 seconds is killed
  local name left deadline
  left=()
  for name; do
    part_exists "$name" || continue
    if part_alive "$name"; then
      stop_signal "$name"
      kill -s "$REPLY" -- "$part_pid" 2>/dev/null
    fi
    left+=("$name")
  done
  now_ms
  deadline=$((REPLY + 20000))
  while ((${#left[@]} > 0)); do
    local still=()
    for name in "${left[@]}"; do
      if part_alive "$name"; then
        still+=("$name")
      else
        forget_part "$name"
      fi
    done
    left=("${still[@]}")
    ((${#left[@]} > 0)) || break
    now_ms
    if ((REPLY > deadline)); then
      for name in "${left[@]}"; do
        note "$name" "does not end: it is killed"
        load_part "$name" && kill -KILL -- "-$part_pid" "$part_pid" 2>/dev/null
      done
      deadline=$((REPLY + 20000))
    fi
    [[ -n ${quiet:-} ]] || waiting "stopping ${left[*]}"
    sleep 0.1
  done
  clear_waiting
}

forget_part() { # NAME
  if load_part "$1" && [[ $part_container != - ]]; then
    docker rm --force "$part_container" >/dev/null 2>&1
  fi
  rm -f -- "$home/parts/$1"
}

# Resident memory in bytes. PostgreSQL works in one process per connection: their own memory is added, what they share is not counted again.
part_memory() { # PID: in REPLY
  local child children=() kb=0 line
  while read -r line; do
    [[ $line != VmRSS:* ]] || kb=${line//[!0-9]/}
  done 2>/dev/null <"/proc/$1/status"
  { read -ra children <"/proc/$1/task/$1/children"; } 2>/dev/null
  for child in "${children[@]}"; do
    while read -r line; do
      [[ $line != RssAnon:* ]] || kb=$((kb + ${line//[!0-9]/}))
    done 2>/dev/null <"/proc/$child/status"
  done
  REPLY=$((kb * 1024))
}
