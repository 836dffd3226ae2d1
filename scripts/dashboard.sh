# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# The Aspire dashboard, from the native package of the Aspire CLI on npm. It is unpacked once, into .run/dashboard;
# where it can't be had, the platform runs without.

dashboard_version=13.5.4

dashboard_program() { # in REPLY
  REPLY=$home/dashboard/$dashboard_version/aspire-managed
  [[ -x $REPLY ]]
}

dashboard_package() { # in REPLY
  case $(uname -m) in
    x86_64) REPLY=@microsoft/aspire-cli-linux-x64 ;;
    aarch64) REPLY=@microsoft/aspire-cli-linux-arm64 ;;
    *) return 1 ;;
  esac
}

# Fetching is a part that ends by itself: nothing waits for it, and `stop` ends it.
prepare_dashboard() { # starts fetching it where it isn't there
  [[ ${METROPOOL_DASHBOARD:-on} != off ]] || return 0
  dashboard_program && return 0
  if ! dashboard_package; then
    note dashboard "there is none for $(uname -m)"
  elif ! command -v npm >/dev/null; then
    note dashboard "not there, and npm isn't either: going on without it"
  elif ! part_alive dashboard-install; then
    note dashboard "fetching $REPLY $dashboard_version from npm (log: dashboard-install)"
    dashboard_package
    spawn dashboard-install helper 0 - bash "$root/scripts/dashboard-install.sh" "$home/dashboard" "$REPLY" "$dashboard_version"
  fi
}

await_dashboard_program() { # SECONDS: fails where it hasn't come by then
  local deadline
  now_ms
  deadline=$((REPLY + $1 * 1000))
  while part_alive dashboard-install; do
    now_ms
    ((REPLY < deadline)) || { clear_waiting; return 1; }
    waiting "dashboard: $(last_line "$home/logs/dashboard-install.log")"
    sleep 0.2
  done
  clear_waiting
  dashboard_program
}

# It starts before the services, which are told its address then: one that comes later is for the next start.
start_dashboard() { # SECONDS TO WAIT: in telemetry, where the services send theirs
  if [[ ${METROPOOL_DASHBOARD:-on} == off ]] || part_exists dashboard; then
    return
  elif ! await_dashboard_program "$1"; then
    if (($1 == 0)) || ! part_exists dashboard-install; then
      return
    elif part_alive dashboard-install; then
      note dashboard "is still being fetched: the next start has it"
    else
      note dashboard "couldn't be had (log: dashboard-install): going on without it"
    fi
    return
  fi
  local -x HOME=$home/dashboard ASPIRE_DASHBOARD_TELEMETRY_OPTOUT=true DOTNET_CLI_TELEMETRY_OPTOUT=1
  dashboard_program
  spawn dashboard dashboard "$dashboard_port" - "$REPLY" dashboard "--ASPNETCORE_URLS=http://127.0.0.1:$dashboard_port" \
    "--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:$otlp_port" "--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://127.0.0.1:$otlp_http_port" \
    --ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true
  note dashboard "starting on 127.0.0.1:$dashboard_port"
  telemetry=http://127.0.0.1:$otlp_port
}

await_dashboard() { # a moment, when all the others are ready; one that dies is a note, for the platform runs without
  local deadline
  part_exists dashboard || return 0
  now_ms
  deadline=$((REPLY + 5000))
  until part_healthy dashboard; do
    if ! part_alive dashboard; then
      show_log_end dashboard
      note dashboard "has ended by itself; the end of its log is above: going on without a dashboard"
      forget_part dashboard
      telemetry=''
      return
    fi
    now_ms
    ((REPLY < deadline)) || { note dashboard "isn't ready yet: the others are"; return; }
    waiting "waiting for the dashboard"
    sleep 0.1
  done
  note dashboard "healthy on 127.0.0.1:$part_port"
}

fetch_dashboard() { # and waits for it: a bench measures no network
  prepare_dashboard
  await_dashboard_program 330
  stop_parts dashboard-install
}
