# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# Ports: which are free, who has one, and whether what answers is ours. Read from /proc: a fresh machine has no ss.

listening() { # "hexadecimal port, inode" of every listening socket
  awk '$4 == "0A" { n = split($2, a, ":"); print a[n], $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

port_inodes() { # PORT
  local hex
  printf -v hex '%04X' "$1"
  listening | awk -v port="$hex" '$1 == port { print $2 }'
}

port_taken() { # PORT
  [[ -n $(port_inodes "$1") ]]
}

# A port can answer although it is somebody else's: ready means that our process listens.
# What another user's process has open, root may look at with CAP_SYS_PTRACE only, which a container lacks: we look as that user.
pid_listens() { # PID PORT
  local inode inodes user look=()
  inodes=$(port_inodes "$2")
  [[ -n $inodes ]] || return 1
  if ((EUID == 0)); then
    user=$(stat -c %u:%g -- "/proc/$1" 2>/dev/null) || return 1
    [[ $user == 0:0 ]] || look=(setpriv "--reuid=${user%:*}" "--regid=${user#*:}" --clear-groups --)
  fi
  for inode in $inodes; do
    [[ -z $("${look[@]}" find "/proc/$1/fd" -lname "socket:\[$inode\]" -print -quit 2>/dev/null) ]] || return 0
  done
  return 1
}

port_holder() { # PORT: who has it, for a message
  local inode found pid
  for inode in $(port_inodes "$1"); do
    found=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" -print -quit 2>/dev/null)
    if [[ -n $found ]]; then
      pid=${found#/proc/}
      pid=${pid%%/*}
      printf 'process %s (%s)' "$pid" "$(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c 1-80 | sed 's/ *$//')"
      return
    fi
  done
  printf "another user's process"
}

# Ports are sought below those that the system gives to outgoing connections.
next_port=20000
free_port() { # in REPLY: the next free port from next_port
  local taken
  taken=$(listening | cut -d ' ' -f 1)
  while :; do
    next_port=$((next_port >= 32000 ? 20000 : next_port + 1))
    printf -v REPLY '%04X' "$next_port"
    [[ $taken == *"$REPLY"* ]] || break
  done
  REPLY=$next_port
}

http_status() { # PORT PATH: prints the status code of GET; nothing when there is no answer
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
    read -r -t 5 _ status _ <&3 && printf '%s' "$status"
  ) 2>/dev/null
}
