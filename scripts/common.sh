# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# What every part of the script uses: messages, elapsed time, jobs, secrets.

die() { # MESSAGE [EXIT-CODE]
  clear_waiting
  printf 'metropool: %s\n' "$1" >&2
  exit "${2:-1}"
}

now_ms() { # in REPLY
  REPLY=$((${EPOCHREALTIME/[.,]/} / 1000))
}

now_ms
started_ms=$REPLY
heartbeat_ms=$REPLY
waiting_shown=

elapsed() { # in REPLY: seconds since the script began, such as 12.3
  now_ms
  local ms=$((REPLY - started_ms))
  REPLY=$((ms / 1000)).$((ms % 1000 / 100))
}

note() { # NAME TEXT: a line that stays
  local REPLY
  clear_waiting
  elapsed
  printf '[%5ss] %-11s %s\n' "$REPLY" "$1" "$2"
  now_ms
  heartbeat_ms=$REPLY
}

# A terminal shows at its last line what is being waited for; a file or a pipe gets a line every ten seconds.
waiting() { # TEXT
  local REPLY
  elapsed
  if [[ -t 1 ]]; then
    local text="[${REPLY}s] … $1" columns=${COLUMNS:-100}
    printf '\r\e[K%s' "${text:0:columns-1}"
    waiting_shown=1
    return
  fi
  local at=$REPLY
  now_ms
  if ((REPLY - heartbeat_ms >= 10000)); then
    heartbeat_ms=$REPLY
    printf '[%5ss] … %s\n' "$at" "$1"
  fi
}

clear_waiting() {
  [[ -z $waiting_shown ]] || printf '\r\e[K'
  waiting_shown=
}

last_line() { # FILE
  tail -n 1 -- "$1" 2>/dev/null | tr -d '\r' | cut -c 1-160
}

hash_of() { # TEXT: twelve hexadecimal digits, always the same for the same text
  printf '%s' "$1" | sha256sum | cut -c 1-12
}

# What .run holds is its owner's: somebody else is told so, not that there is nothing.
need_own_home() {
  [[ ! -e $home || -r $home ]] || die "$home belongs to $(stat -c %U -- "$home"): only its owner can look or stop there."
}

make_home() {
  mkdir -p -- "$home" 2>/dev/null
  [[ -w $home ]] ||
    die "$home can't be written by $(id -un). Set METROPOOL_HOME to a folder of your own, or remove it as its owner."
  # Others may pass through (PostgreSQL runs as another user where we are root) but see nothing.
  chmod 711 -- "$home" 2>/dev/null
  mkdir -p -- "$home/logs" "$home/parts" || die "$home can't be written."
}

# One start or stop at a time. The lock's file says who has it, as process and start time; the parts that we start must not inherit it (9>&-).
take_lock() { # [SECONDS TO WAIT]
  exec 9>>"$home/lock" || die "$home/lock can't be opened."
  if flock --wait "${1:-0}" 9; then
    process_start "$$"
    printf '%s %s\n' "$$" "$REPLY" >"$home/lock"
    return 0
  fi
  exec 9>&-
  return 1
}

# Who has the lock, by the file alone: to look must not be to take it. A process that has gone without dropping it has it no more.
lock_holder() { # in REPLY
  local pid start
  { read -r pid start <"$home/lock"; } 2>/dev/null || return 1
  is_process "$pid" "$start" || return 1
  REPLY=$pid
}

drop_lock() {
  : >"$home/lock"
  exec 9>&-
}

# --- Jobs: commands that end by themselves, such as the build ---

declare -A jobs_running=()

start_job() { # NAME COMMAND...: its output goes to the log of that name; the process is in REPLY
  start_job_in / "$@"
}

start_job_in() { # FOLDER NAME COMMAND...
  local folder=$1 name=$2
  shift 2
  rotate_log "$name"
  (cd -- "$folder" && exec setsid "$@") </dev/null >"$home/logs/$name.log" 2>&1 3>&- 9>&- &
  REPLY=$!
  jobs_running[$REPLY]=$name
}

await_job() { # PID: shows the last line of its log while it runs, and returns its exit code
  local pid=$1 name=${jobs_running[$1]} code
  while kill -0 "$pid" 2>/dev/null; do
    waiting "$name: $(last_line "$home/logs/$name.log")"
    sleep 0.2
  done
  clear_waiting
  { wait "$pid"; } 2>/dev/null # bash would name a signal that ended it
  code=$?
  unset "jobs_running[$pid]"
  return "$code"
}

end_jobs() { # what doesn't end within 20 seconds is killed
  local pid deadline
  ((${#jobs_running[@]} > 0)) || return 0
  for pid in "${!jobs_running[@]}"; do
    # The group is the job's once setsid has run; before that there is only the process.
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM -- "$pid" 2>/dev/null
  done
  now_ms
  deadline=$((REPLY + 20000))
  for pid in "${!jobs_running[@]}"; do
    while kill -0 "$pid" 2>/dev/null; do
      now_ms
      ((REPLY < deadline)) || { kill -KILL -- "-$pid" "$pid" 2>/dev/null; break; }
      sleep 0.1
    done
  done
  jobs_running=()
}

rotate_log() { # NAME: the log of the start before is kept
  [[ ! -s $home/logs/$1.log ]] || mv -f -- "$home/logs/$1.log" "$home/logs/$1.previous.log"
}

show_log_end() { # NAME
  [[ -s $home/logs/$1.log ]] || return 0
  printf -- '--- the end of %s\n' "$home/logs/$1.log" >&2
  tail -n 20 -- "$home/logs/$1.log" | sed 's/^/    /' >&2
}

# --- Secrets: made at the first start, kept in .run/secrets (mode 600) ---

random_hex() { # BYTES
  od -An -v -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

secret() { # NAME: in REPLY; made when it isn't there yet
  local line
  touch -- "$home/secrets" && chmod 600 -- "$home/secrets"
  while IFS= read -r line; do
    [[ $line != "$1="* ]] || { REPLY=${line#*=}; return; }
  done <"$home/secrets"
  REPLY=$(random_hex 24)
  printf '%s=%s\n' "$1" "$REPLY" >>"$home/secrets"
}
