# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together, so they share variables
# Installs requirements from Debian packages, without starting their system services.

install_packages() { # PACKAGE...
  local sudo=() packages="$*" log=$home/logs/install.log
  command -v apt-get >/dev/null || die "missing: ${packages// /, }. Install them with the package manager of this system. See also ./metropool doctor."
  if ((EUID != 0)); then
    { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; } ||
      die "missing: ${packages// /, }. Run 'apt-get install ${packages}' as root. See also ./metropool doctor."
    sudo=(sudo -n)
  fi
  report install "Debian packages: ${packages// /, } (log: install)"
  if ! "${sudo[@]}" env usual_umask="$usual_umask" bash "$root/scripts/apt-install.sh" "$@" </dev/null >"$log" 2>&1; then
    tail -n 20 -- "$log" >&2
    die "installing ${packages// /, } failed: see $log."
  fi
  report install "done"
}

has_icu() {
  compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/*/libicuuc.so.*' >/dev/null || compgen -G '/lib*/libicuuc.so.*' >/dev/null
}

# The services normalize texts with ICU and don't start without it (docs/adr/0028).
require_icu() {
  local package
  ! has_icu || return 0
  # The name of the package contains its version. The development package has the same name in all releases.
  package=$(apt-cache --names-only search '^libicu[0-9]+$' 2>/dev/null | cut -d ' ' -f 1 | sort -V | tail -n 1)
  install_packages "${package:-libicu-dev}"
}

# Only checks whether any version is installed. The AppHost checks the version.
install_servers() {
  local missing=()
  [[ -n ${METROPOOL_POSTGRES:-}${ConnectionStrings__postgres:-} ]] || has_postgres || missing+=(postgresql)
  [[ -n ${METROPOOL_RABBITMQ:-}${ConnectionStrings__broker:-} ]] || has_rabbitmq || missing+=(rabbitmq-server)
  if ((${#missing[@]} > 0)) && ! has_container_engine; then
    install_packages "${missing[@]}"
  fi
}

has_postgres() {
  command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || compgen -G '/usr/pgsql-*/bin/postgres' >/dev/null ||
    [[ -x /usr/local/pgsql/bin/postgres ]]
}

has_rabbitmq() {
  command -v rabbitmq-server >/dev/null || compgen -G '/usr/lib/rabbitmq/bin/rabbitmq-server' >/dev/null ||
    compgen -G '/opt/rabbitmq*/sbin/rabbitmq-server' >/dev/null
}

has_container_engine() { # an installed client is not enough
  timeout 20 docker info >/dev/null 2>&1 || timeout 20 podman info >/dev/null 2>&1
}

# For the browser tests and the screenshots.
install_chromium() {
  [[ -x ${METROPOOL_CHROMIUM:-/usr/bin/chromium} ]] || install_packages chromium
}

doctor_line() { # STATUS NAME TEXT
  printf '  %-8s %-12s %s\n' "$1" "$2" "$3"
}

# Works without any requirement, even without the SDK. The tool checks the other requirements.
doctor() {
  local version sdks
  if ! find_dotnet; then
    doctor_line missing '.NET SDK' "10.0 is required: https://dotnet.microsoft.com/download"
    exit 1
  elif ! version=$(cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$dotnet" --version 2>/dev/null); then
    sdks=$("$dotnet" --list-sdks 2>/dev/null | cut -d ' ' -f 1 | tr '\n' ' ')
    doctor_line missing '.NET SDK' "global.json requires a version that $dotnet doesn't have. Installed versions: $sdks"
    exit 1
  fi
  doctor_line ok '.NET SDK' "$version ($dotnet)"
  if ! has_icu; then
    doctor_line missing ICU "required to normalize texts: ./metropool run installs it on Debian, or install libicu with the package manager of this system"
    exit 1
  fi
  doctor_line ok ICU installed
  run_tool doctor
}
