# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# Debian's packages, without the system services that they would start.

install_packages() { # PACKAGE...
  local sudo=() packages="$*"
  command -v apt-get >/dev/null ||
    die "missing: ${packages// /, }. Install PostgreSQL $postgres_wanted+ and RabbitMQ $rabbitmq_wanted+ with this system's package manager, or start Docker; ./metropool doctor says more."
  if ((EUID != 0)); then
    { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; } ||
      die "missing: ${packages// /, }. Installing them needs root: run 'apt-get install ${packages}' as root, or start Docker, or set METROPOOL_POSTGRES and METROPOOL_RABBITMQ."
    sudo=(sudo -n)
  fi
  note install "from Debian's packages: ${packages// /, } (log: install)"
  start_job install "${sudo[@]}" env usual_umask="$usual_umask" bash "$root/scripts/apt-install.sh" "$@"
  await_job "$REPLY" || { show_log_end install; die "installing ${packages// /, } failed."; }
  note install "done"
}

find_chromium() { # in REPLY: what the browser tests start
  REPLY=${METROPOOL_CHROMIUM:-/usr/bin/chromium}
  [[ -x $REPLY ]]
}
