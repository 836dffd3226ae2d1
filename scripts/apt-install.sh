#!/usr/bin/env bash
# Installs Debian packages without starting or enabling their services. Runs as root.
set -euo pipefail
umask "${usual_umask:-022}"
export DEBIAN_FRONTEND=noninteractive

# Debian runs this program to check whether a service may start; exit code 101 denies it. An existing program that denies it is kept.
policy=/usr/sbin/policy-rc.d
restore() {
  rm -f -- "$policy"
  [[ ! -e $policy.before-metropool ]] || mv -f -- "$policy.before-metropool" "$policy"
}
result=0
[[ ! -x $policy ]] || "$policy" postgresql start >/dev/null 2>&1 || result=$?
if ((result != 101)); then
  trap restore EXIT
  trap 'exit 1' INT TERM HUP
  [[ ! -e $policy ]] || mv -- "$policy" "$policy.before-metropool"
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 -- "$policy"
fi

enabled() { find /etc/systemd/system -path '*.wants/*' -type l 2>/dev/null | sort; }
enabled_before=$(enabled)

# The first attempt fails if the package lists are missing or outdated.
install() { apt-get install --yes --no-install-recommends "$@"; }
install "$@" || { apt-get update && install "$@"; }

# Disables the services that the packages have enabled. Services that were enabled before are kept.
comm -13 <(printf '%s\n' "$enabled_before") <(enabled) | xargs --no-run-if-empty --delimiter='\n' rm -fv --
