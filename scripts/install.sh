# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# What comes from Debian's packages, without the system services that they would start.

install_packages() { # PACKAGE...
  local sudo=() packages="$*" log=$home/logs/install.log
  command -v apt-get >/dev/null || die "missing: ${packages// /, }. Install them with this system's package manager; ./metropool doctor says more."
  if ((EUID != 0)); then
    { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; } ||
      die "missing: ${packages// /, }. Installing them needs root: run 'apt-get install ${packages}' as root; ./metropool doctor says more."
    sudo=(sudo -n)
  fi
  note install "from Debian's packages: ${packages// /, } (log: install)"
  if ! "${sudo[@]}" env usual_umask="$usual_umask" bash "$root/scripts/apt-install.sh" "$@" </dev/null >"$log" 2>&1; then
    tail -n 20 -- "$log" >&2
    die "installing ${packages// /, } failed; all of it is in $log."
  fi
  note install "done"
}

icu_found() {
  compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/*/libicuuc.so.*' >/dev/null || compgen -G '/lib*/libicuuc.so.*' >/dev/null
}

# Every service normalizes texts with ICU, and does not start without it: docs/adr/0028.
need_icu() {
  local package
  ! icu_found || return 0
  # Its package has the version in its name; the name of the development package is the same everywhere.
  package=$(apt-cache --names-only search '^libicu[0-9]+$' 2>/dev/null | cut -d ' ' -f 1 | sort -V | tail -n 1)
  install_packages "${package:-libicu-dev}"
}

# The AppHost judges what is there: here is only seen whether there is anything.
install_servers() {
  local missing=()
  [[ -n ${METROPOOL_POSTGRES:-}${ConnectionStrings__postgres:-} ]] || postgres_found || missing+=(postgresql)
  [[ -n ${METROPOOL_RABBITMQ:-}${ConnectionStrings__broker:-} ]] || rabbitmq_found || missing+=(rabbitmq-server)
  if ((${#missing[@]} > 0)) && ! engine_answers; then
    install_packages "${missing[@]}"
  fi
}

postgres_found() {
  command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || compgen -G '/usr/pgsql-*/bin/postgres' >/dev/null ||
    [[ -x /usr/local/pgsql/bin/postgres ]]
}

rabbitmq_found() {
  command -v rabbitmq-server >/dev/null || compgen -G '/usr/lib/rabbitmq/bin/rabbitmq-server' >/dev/null || compgen -G '/opt/rabbitmq*/sbin/rabbitmq-server' >/dev/null
}

engine_answers() { # the client alone proves nothing
  timeout 20 docker info >/dev/null 2>&1 || timeout 20 podman info >/dev/null 2>&1
}

# What the browser tests and the screenshots start.
install_chromium() {
  [[ -x ${METROPOOL_CHROMIUM:-/usr/bin/chromium} ]] || install_packages chromium
}

# It works where nothing is there yet, the SDK included; the tool looks at the rest.
doctor() {
  local version
  if ! find_dotnet; then
    printf '  %-8s %-12s %s\n' missing '.NET SDK' "10.0 is needed: https://dotnet.microsoft.com/download (any way of installing it will do, also below your home folder)"
    exit 1
  elif ! version=$(cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$dotnet" --version 2>/dev/null); then
    printf '  %-8s %-12s %s\n' missing '.NET SDK' "$dotnet has no SDK that global.json accepts; there are: $("$dotnet" --list-sdks 2>/dev/null | cut -d ' ' -f 1 | tr '\n' ' ')"
    exit 1
  fi
  printf '  %-8s %-12s %s\n' ok '.NET SDK' "$version ($dotnet)"
  if ! icu_found; then
    printf '  %-8s %-12s %s\n' missing ICU "needed to normalize texts: ./metropool run installs it where it may, or install libicu with this system's package manager"
    exit 1
  fi
  printf '  %-8s %-12s %s\n' ok ICU here
  run_tool doctor
}
