# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# doctor: what is there, what is missing and how it would be got. It works where nothing is there yet, the .NET SDK included.

doctor() {
  local missing=0 name version holder wanted
  postgres_from='' rabbitmq_from=''

  check() { # MARK NAME TEXT
    printf '  %-8s %-12s %s\n' "$1" "$2" "$3"
    [[ $1 != missing ]] || missing=1
  }

  if ! find_dotnet; then
    check missing '.NET SDK' "10.0 is needed: https://dotnet.microsoft.com/download (any way of installing it will do, also below your home folder)"
  elif version=$(cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$dotnet" --version 2>/dev/null); then
    check ok '.NET SDK' "$version ($dotnet)"
  else
    check missing '.NET SDK' "$dotnet has no SDK that global.json accepts; there are: $("$dotnet" --list-sdks 2>/dev/null | cut -d ' ' -f 1 | tr '\n' ' ')"
  fi

  local docker='' root_way=''
  ! docker_works || docker=1
  if ((EUID == 0)); then root_way=1; elif command -v sudo >/dev/null; then root_way=sudo; fi
  local via=${root_way#1}
  if icu_found; then
    check ok ICU "here"
  elif command -v apt-get >/dev/null && [[ -n $root_way ]]; then
    check ok ICU "not installed; run would install it from Debian's packages${via:+ $via}"
  else
    check missing ICU "needed to compare names: install libicu with this system's package manager"
  fi
  for name in PostgreSQL RabbitMQ; do
    if [[ $name == PostgreSQL && -n ${METROPOOL_POSTGRES:-} ]]; then
      check ok "$name" "given by METROPOOL_POSTGRES"
    elif [[ $name == RabbitMQ && -n ${METROPOOL_RABBITMQ:-} ]]; then
      check ok "$name" "given by METROPOOL_RABBITMQ"
    elif [[ $name == PostgreSQL ]] && find_postgres; then
      check ok "$name" "$pg_version ($pg_bin)"
    elif [[ $name == RabbitMQ ]] && find_rabbitmq; then
      check ok "$name" "$rabbit_version ($rabbit_server)"
    elif [[ $name == PostgreSQL ]] && unusable_data; then
      check missing "$name" "$REPLY"
    elif [[ -n $docker ]]; then
      check ok "$name" "not installed; run would start it in Docker"
    elif command -v apt-get >/dev/null && [[ -n $root_way ]]; then
      check ok "$name" "not installed; run would install it from Debian's packages${via:+ $via}, without starting a system service"
    else
      wanted=$rabbitmq_wanted
      [[ $name == RabbitMQ ]] || wanted=$postgres_wanted
      check missing "$name" "$wanted or newer is needed: install it as root (apt-get install postgresql rabbitmq-server), or start Docker, or give an address"
    fi
  done

  if [[ -n $docker ]]; then
    check ok Docker "works (used only for what is neither given nor installed)"
  elif command -v docker >/dev/null; then
    check no Docker "the client is here, the daemon doesn't answer; not needed where PostgreSQL and RabbitMQ are"
  else
    check no Docker "not here; not needed where PostgreSQL and RabbitMQ are"
  fi

  if [[ ${METROPOOL_DASHBOARD:-on} == off ]]; then
    check no dashboard "switched off by METROPOOL_DASHBOARD"
  elif dashboard_program; then
    check ok dashboard "Aspire dashboard $dashboard_version ($REPLY)"
  elif ! dashboard_package; then
    check no dashboard "there is none for $(uname -m); the platform runs without it"
  elif command -v npm >/dev/null; then
    check ok dashboard "run would fetch $REPLY $dashboard_version with npm, once"
  else
    check no dashboard "npm is needed to fetch it, once; the platform runs without it"
  fi

  if find_chromium; then
    check ok Chromium "$REPLY (only the browser tests need it)"
  else
    check no Chromium "not here; only the browser tests need it, and 'test' would install it from Debian's packages"
  fi

  for name in METROPOOL_PORT:8080:gateway METROPOOL_DASHBOARD_PORT:18888:dashboard; do
    IFS=: read -r name version holder <<<"$name"
    version=${!name:-$version}
    if ! port_taken "$version"; then
      check ok "port $version" "free, for the $holder ($name)"
    elif load_part "$holder" && [[ $part_port == "$version" ]] && part_alive "$holder"; then
      check ok "port $version" "the $holder of the running Metropool"
    elif [[ $holder == gateway ]]; then
      check missing "port $version" "taken by $(port_holder "$version"); $name moves the $holder"
    else
      check no "port $version" "taken by $(port_holder "$version"); another is used, or the one in $name"
    fi
  done

  for name in flock setsid setpriv sha256sum awk find; do
    command -v "$name" >/dev/null || check missing "$name" "a basic tool of every Debian system (util-linux, coreutils, findutils)"
  done

  if ((missing)); then
    printf '\nSomething is missing.\n'
    return 1
  fi
  printf '\nNothing is missing: ./metropool run\n'
}
