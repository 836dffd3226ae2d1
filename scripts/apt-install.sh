#!/usr/bin/env bash
# Installs Debian packages and keeps their services from starting, now and at the next boot. Runs as root.
set -euo pipefail
umask "${usual_umask:-022}"
export DEBIAN_FRONTEND=noninteractive

# Debian asks this program whether a service may start; 101 means no. One that is there and says so already is left alone.
policy=/usr/sbin/policy-rc.d
restore() {
  rm -f -- "$policy"
  [[ ! -e $policy.before-metropool ]] || mv -f -- "$policy.before-metropool" "$policy"
}
answer=0
[[ ! -x $policy ]] || "$policy" postgresql start >/dev/null 2>&1 || answer=$?
if ((answer != 101)); then
  trap restore EXIT
  trap 'exit 1' INT TERM HUP
  [[ ! -e $policy ]] || mv -- "$policy" "$policy.before-metropool"
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 -- "$policy"
fi

enabled() { find /etc/systemd/system -path '*.wants/*' -type l 2>/dev/null | sort; }
enabled_before=$(enabled)

# A list of packages that is missing or old makes the first try fail.
install() { apt-get install --yes --no-install-recommends "$@"; }
install "$@" || { apt-get update && install "$@"; }

# What the packages have just enabled is disabled again; what was enabled before stays so.
comm -13 <(printf '%s\n' "$enabled_before") <(enabled) | xargs --no-run-if-empty --delimiter='\n' rm -fv --
