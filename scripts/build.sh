# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# Building in Release, and not building where nothing has changed.

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
  # The build, the tests and the programs look for it by name, wherever we found it.
  if ! command -v dotnet >/dev/null; then
    export DOTNET_ROOT=${dotnet%/*} PATH=${dotnet%/*}:$PATH
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
  need_icu
}

icu_found() {
  compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/*/libicuuc.so.*' >/dev/null || compgen -G '/lib*/libicuuc.so.*' >/dev/null
}

# Every program normalizes texts with ICU, and does not start without it: docs/adr/0028.
need_icu() {
  local package
  ! icu_found || return 0
  command -v apt-get >/dev/null || die "ICU is missing: install libicu with this system's package manager."
  # Its package has the version in its name; the name of the development package is the same everywhere.
  package=$(apt-cache --names-only search '^libicu[0-9]+$' 2>/dev/null | cut -d ' ' -f 1 | sort -V | tail -n 1)
  install_packages "${package:-libicu-dev}"
}

# One line that changes when a file that is built is changed, added, removed or renamed.
sources_stamp() {
  find "$root" \( -name .git -o -name .run -o -name bin -o -name obj -o -name node_modules -o -name TestResults -o -path "$root/docs" -o -path "$home" \) -prune -o \
    -type f ! -name '*.md' -printf '%P %T@ %s\n' | LC_ALL=C sort | sha256sum
}

build() { # SOLUTION-FILE ASSEMBLY...: builds unless the assemblies are there and no source has changed since
  local solution=$1 sources stamp assembly built='' options=()
  shift
  # Who only wants to run it doesn't wait for the analysers; tests, and so CI, have them all.
  [[ $solution == Metropool.sln ]] || options=(-p:RunAnalyzers=false)
  need_dotnet
  (umask "$usual_umask" && mkdir -p -- "$root/obj") || die "$root/obj can't be made: $(id -un) may not write in this checkout."
  sources=$(sources_stamp)
  # Who has built the whole solution has built its parts as well.
  for stamp in Metropool.sln platform.slnf Metropool.Tool.csproj; do
    [[ ! -e $root/obj/$stamp.stamp || $(<"$root/obj/$stamp.stamp") != "$sources" ]] || built=1
    [[ $stamp != "${solution##*/}" ]] || break
  done
  for assembly; do
    [[ -e $root/$assembly ]] || built=
  done
  [[ -z $built ]] || { note build "up to date"; return; }
  [[ -w $root/obj ]] || die "this checkout was built by $(stat -c %U "$root/obj"), and has to be built again: do that as the same user, or use a checkout of your own."
  note build "building in Release (log: build)"
  # Neither MSBuild's nodes nor the compiler's server may stay behind; the latter is told apart by the name that we give it.
  compiler_id=metropool-$$-$RANDOM
  umask "$usual_umask"
  start_job build flock --close "$root/obj/build.lock" \
    "$dotnet" build "$root/$solution" --configuration Release --verbosity minimal --tl:off -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler_id" "${options[@]}"
  umask 077
  if ! await_job "$REPLY"; then
    end_compiler
    clear_waiting
    grep -E '(: | )error ' -- "$home/logs/build.log" | sort -u | head -n 20 >&2
    die "the build failed; all of it is in $home/logs/build.log."
  fi
  end_compiler
  (umask "$usual_umask" && printf '%s\n' "$sources" >"$root/obj/${solution##*/}.stamp")
  note build "done"
}

# The platform runs from a copy in .run/app: building beside it, for the tests for one, must not pull a program from under it.
# It is the program's working folder too, where it looks for its settings.
lay_out() { # PART: in program, the assembly to run; in program_folder, where
  local built
  assembly_of "$1"
  built=$root/${REPLY%/*}
  program_folder=$home/app/$1
  program=$program_folder/${REPLY##*/}
  [[ -e $root/$REPLY ]] || die "$REPLY isn't there: run without --no-build."
  if [[ ! -e $program_folder.copied || -n $(find "$built" "$built/../../../wwwroot" -newer "$program_folder.copied" -print -quit 2>/dev/null) ]]; then
    mkdir -p -- "$home/app"
    rm -rf -- "$program_folder"
    touch -- "$program_folder.new" # before the copy: what is built meanwhile is newer
    cp -a -- "$built" "$program_folder" || die "$1 can't be copied to $program_folder."
    [[ ! -d $built/../../../wwwroot ]] || cp -a -- "$built/../../../wwwroot" "$program_folder/"
    mv -f -- "$program_folder.new" "$program_folder.copied"
  fi
}

end_compiler() {
  local file pid
  [[ -n ${compiler_id:-} ]] || return 0
  while IFS= read -r file; do
    pid=${file#/proc/}
    kill -TERM "${pid%/cmdline}" 2>/dev/null
  done < <(grep -lsF -- "$compiler_id" /proc/[0-9]*/cmdline)
  compiler_id=
}
