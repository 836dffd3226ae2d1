# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together, so they share variables
# Builds in Release, unless no source has changed.

apphost=AppHost/bin/Release/net10.0/Metropool.AppHost.dll
tool=tools/Metropool.Tool/bin/Release/net10.0/Metropool.Tool.dll
screenshots=tools/Screenshots/bin/Release/net10.0/Metropool.Screenshots.dll

find_dotnet() { # sets dotnet
  local candidate
  for candidate in "$(command -v dotnet)" "${DOTNET_ROOT:-/none}/dotnet" "$HOME/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [[ -x $candidate ]]; then
      dotnet=$candidate
      return 0
    fi
  done
  return 1
}

require_dotnet() {
  find_dotnet || die "the .NET 10 SDK is required: see https://dotnet.microsoft.com/download, and ./metropool doctor for other requirements."
  # The build, the orchestrator and the tests need dotnet in PATH.
  if ! command -v dotnet >/dev/null; then
    export DOTNET_ROOT=${dotnet%/*} PATH=${dotnet%/*}:$PATH
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  require_icu
}

# Prints a hash that changes when a source file is changed, added, deleted or renamed.
sources_stamp() {
  find "$root" \( -name .git -o -name .run -o -name bin -o -name obj -o -name node_modules -o -name TestResults \
    -o -path "$root/docs" -o -path "$home" \) -prune -o -type f ! -name '*.md' -printf '%P %T@ %s\n' | LC_ALL=C sort | sha256sum
}

build() { # SOLUTION-FILE ASSEMBLY...: builds unless the assemblies exist and no source has changed since
  local solution=$1 sources stamp stamps assembly built='' options=() log=$home/logs/build.log
  shift
  # Only tests, and therefore CI, run the analyzers, which slow down the build.
  [[ $solution == Metropool.sln ]] || options=(-p:RunAnalyzers=false)
  (umask "$usual_umask" && mkdir -p -- "$root/obj") || die "$(id -un) can't create $root/obj, because this checkout belongs to another user."
  sources=$(sources_stamp)
  # A build of the whole solution includes its projects.
  stamps=(Metropool.sln "${solution##*/}")
  [[ $solution != */Metropool.Tool.csproj ]] || stamps+=(platform.slnf)
  for stamp in "${stamps[@]}"; do
    [[ ! -e $root/obj/$stamp.stamp || $(<"$root/obj/$stamp.stamp") != "$sources" ]] || built=1
  done
  for assembly; do
    [[ -e $root/$assembly ]] || built=
  done
  [[ -z $built ]] || return 0
  [[ -w $root/obj ]] || die "$(stat -c %U "$root/obj") has built this checkout, and it must be built again: do this as the same user, or use another checkout."
  report build "building in Release (log: build)"
  # No MSBuild node and no compiler server may remain after the build. The compiler server is identified by its pipe name.
  compiler_id=metropool-$$-$RANDOM
  trap stop_compiler EXIT
  if ! (umask "$usual_umask" && flock --close "$root/obj/build.lock" "$dotnet" build "$root/$solution" --configuration Release --verbosity minimal --tl:off \
    -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler_id" "${options[@]}" </dev/null >"$log" 2>&1); then
    grep -E '(: | )error ' -- "$log" | sort -u | head -n 20 >&2
    die "the build failed: see $log."
  fi
  stop_compiler
  trap - EXIT
  (umask "$usual_umask" && printf '%s\n' "$sources" >"$root/obj/${solution##*/}.stamp")
  report build "done"
}

stop_compiler() {
  local file
  while IFS= read -r file; do
    file=${file#/proc/}
    kill -TERM "${file%/cmdline}" 2>/dev/null
  done < <(grep -lsF -- "$compiler_id" /proc/[0-9]*/cmdline)
}
