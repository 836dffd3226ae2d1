# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# Building in Release, and not building where nothing has changed.

apphost=AppHost/bin/Release/net10.0/Metropool.AppHost.dll
tool=tools/Metropool.Tool/bin/Release/net10.0/Metropool.Tool.dll
screenshots=tools/Screenshots/bin/Release/net10.0/Metropool.Screenshots.dll

find_dotnet() { # in dotnet
  local candidate
  for candidate in "$(command -v dotnet)" "${DOTNET_ROOT:-/none}/dotnet" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    if [[ -x $candidate ]]; then
      dotnet=$candidate
      return 0
    fi
  done
  return 1
}

need_dotnet() {
  find_dotnet || die "the .NET 10 SDK is needed: see https://dotnet.microsoft.com/download, and ./metropool doctor for the rest."
  # The build, the orchestrator and the tests look for it by name, wherever we found it.
  if ! command -v dotnet >/dev/null; then
    export DOTNET_ROOT=${dotnet%/*} PATH=${dotnet%/*}:$PATH
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  need_icu
}

# One line that changes when a file that is built is changed, added, removed or renamed.
sources_stamp() {
  find "$root" \( -name .git -o -name .run -o -name bin -o -name obj -o -name node_modules -o -name TestResults -o -path "$root/docs" -o -path "$home" \) -prune -o \
    -type f ! -name '*.md' -printf '%P %T@ %s\n' | LC_ALL=C sort | sha256sum
}

build() { # SOLUTION-FILE ASSEMBLY...: builds unless the assemblies are there and no source has changed since
  local solution=$1 sources stamp stamps assembly built='' options=() log=$home/logs/build.log
  shift
  # Who only wants to run it doesn't wait for the analysers; tests, and so CI, have them all.
  [[ $solution == Metropool.sln ]] || options=(-p:RunAnalyzers=false)
  (umask "$usual_umask" && mkdir -p -- "$root/obj") || die "$root/obj can't be made: $(id -un) may not write in this checkout."
  sources=$(sources_stamp)
  # Who has built the whole solution has built its parts as well.
  stamps=(Metropool.sln "${solution##*/}")
  [[ $solution != */Metropool.Tool.csproj ]] || stamps+=(platform.slnf)
  for stamp in "${stamps[@]}"; do
    [[ ! -e $root/obj/$stamp.stamp || $(<"$root/obj/$stamp.stamp") != "$sources" ]] || built=1
  done
  for assembly; do
    [[ -e $root/$assembly ]] || built=
  done
  [[ -z $built ]] || return 0
  [[ -w $root/obj ]] || die "this checkout was built by $(stat -c %U "$root/obj"), and has to be built again: do that as the same user, or use a checkout of your own."
  note build "building in Release (log: build)"
  # Neither MSBuild's nodes nor the compiler's server may stay behind; the latter is told apart by the name that we give it.
  compiler_id=metropool-$$-$RANDOM
  trap end_compiler EXIT
  if ! (umask "$usual_umask" && flock --close "$root/obj/build.lock" "$dotnet" build "$root/$solution" --configuration Release --verbosity minimal --tl:off \
    -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler_id" "${options[@]}" </dev/null >"$log" 2>&1); then
    grep -E '(: | )error ' -- "$log" | sort -u | head -n 20 >&2
    die "the build failed; all of it is in $log."
  fi
  end_compiler
  trap - EXIT
  (umask "$usual_umask" && printf '%s\n' "$sources" >"$root/obj/${solution##*/}.stamp")
  note build "done"
}

end_compiler() {
  local file
  while IFS= read -r file; do
    file=${file#/proc/}
    kill -TERM "${file%/cmdline}" 2>/dev/null
  done < <(grep -lsF -- "$compiler_id" /proc/[0-9]*/cmdline)
}
