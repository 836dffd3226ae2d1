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

prepare_dashboard() { # starts fetching it where it isn't there; the job, if any, is in dashboard_job
  dashboard_job=''
  [[ ${METROPOOL_DASHBOARD:-on} != off ]] || return 0
  dashboard_program && return 0
  if ! dashboard_package; then
    note dashboard "there is none for $(uname -m)"
  elif ! command -v npm >/dev/null; then
    note dashboard "not there, and npm isn't either: going on without it"
  else
    note dashboard "fetching $REPLY $dashboard_version from npm (log: dashboard-install)"
    start_job dashboard-install bash "$root/scripts/dashboard-install.sh" "$home/dashboard" "$REPLY" "$dashboard_version"
    dashboard_job=$REPLY
  fi
}

start_dashboard() { # PORT OTLP-GRPC-PORT OTLP-HTTP-PORT; fails where there is none
  if [[ -n $dashboard_job ]]; then
    await_job "$dashboard_job" || note dashboard "couldn't be had (log: dashboard-install): going on without it"
  fi
  [[ ${METROPOOL_DASHBOARD:-on} != off ]] && dashboard_program || return 1
  local -x HOME=$home/dashboard ASPIRE_DASHBOARD_TELEMETRY_OPTOUT=true DOTNET_CLI_TELEMETRY_OPTOUT=1
  spawn dashboard dashboard "$1" - "$REPLY" dashboard "--ASPNETCORE_URLS=http://127.0.0.1:$1" \
    "--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:$2" "--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://127.0.0.1:$3" \
    --ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true
}
