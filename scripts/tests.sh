# shellcheck shell=bash disable=SC2034,SC2154 # metropool sources these files together: they share names
# test: everything is built once, then each test project runs, on servers of its own, and the results are counted from the result files.

test_timeout=${METROPOOL_TEST_TIMEOUT:-1800} # seconds that a project may take

run_tests() { # [NAME ...]
  local project name wanted chosen=() results passed failed skipped servers line
  for project in "$root"/tests/*.Tests/*.Tests.csproj; do
    name=$(basename -- "$project" .csproj)
    (($# > 0)) || chosen+=("$name")
    for wanted; do
      [[ ${name,,} != *"${wanted,,}"* ]] || { chosen+=("$name"); break; }
    done
  done
  ((${#chosen[@]} > 0)) || die "no test project has a name with $*." 2

  make_home
  trap 'on_tests_exit' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  trap ':' PIPE
  # Two runs at once don't write each other's logs and results.
  results=$(mktemp -d -- "$home/test-results.XXXXXX")
  results_folder=$results

  [[ " ${chosen[*]} " != *' Browser.Tests '* ]] || find_chromium || install_packages chromium
  if [[ -n ${METROPOOL_POSTGRES:-} && -n ${METROPOOL_RABBITMQ:-} && -n ${METROPOOL_RABBITMQ_MANAGEMENT:-} ]]; then
    note servers "those given by METROPOOL_POSTGRES and METROPOOL_RABBITMQ"
    servers=''
  else
    start_job test-servers env -u METROPOOL_POSTGRES -u METROPOOL_RABBITMQ -u METROPOOL_RABBITMQ_MANAGEMENT "$root/metropool" servers start "$$"
    servers=$REPLY
  fi
  build Metropool.sln
  if [[ -n $servers ]]; then
    await_job "$servers" || { show_log_end test-servers; die "the servers of the tests could not be started."; }
    while IFS= read -r line; do
      [[ $line != METROPOOL_*=* ]] || export "${line?}"
    done <"$home/logs/test-servers.log"
    note servers ready
  fi
  umask "$usual_umask"
  run_projects "$results" "${chosen[@]}"
  umask 077

  passed=0 failed=0 skipped=0
  for name in "${chosen[@]}"; do
    count_project "$results" "$name"
    passed=$((passed + count_passed)) failed=$((failed + count_failed)) skipped=$((skipped + count_skipped))
  done
  on_tests_exit keep
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  ((failed == 0 && passed > 0))
  exit
}

on_tests_exit() { # [keep]: with keep the script goes on
  local code=$?
  trap '' INT TERM HUP
  trap - EXIT
  clear_waiting
  end_jobs
  end_compiler
  "$root/metropool" servers release "$$" 9>&-
  if [[ -d $results_folder ]]; then
    rm -rf -- "$home/test-results"
    mv -- "$results_folder" "$home/test-results"
  fi
  [[ ${1:-} == keep ]] || exit "$code"
}

# As many at a time as there are processors, two at most: each is parallel in itself. Each one's output is a log of its own.
run_projects() { # RESULTS-FOLDER NAME...
  declare -gA exit_code_of=()
  local folder=$1 name pid at_once waiting_for=() running=() still
  shift
  at_once=$(nproc)
  waiting_for=("$@")
  while ((${#waiting_for[@]} + ${#running[@]} > 0)); do
    while ((${#waiting_for[@]} > 0 && ${#running[@]} < (at_once > 2 ? 2 : at_once))) && may_start "${waiting_for[0]}"; do
      name=${waiting_for[0]}
      waiting_for=("${waiting_for[@]:1}")
      # A project that hangs says which tests still run: every minute in which none began or ended.
      start_job "test-$name" timeout --kill-after=10 "$test_timeout" \
        "$dotnet" "$root/tests/$name/bin/Release/net10.0/Metropool.$name.dll" -noLogo -noColor -longRunning "$((test_timeout < 120 ? test_timeout / 2 + 1 : 60))" -trx "$folder/$name.trx"
      running+=("$REPLY")
    done
    still=()
    for pid in "${running[@]}"; do
      if kill -0 "$pid" 2>/dev/null; then
        still+=("$pid")
      else
        name=${jobs_running[$pid]#test-}
        await_job "$pid"
        exit_code_of[$name]=$?
        kill -KILL -- "-$pid" 2>/dev/null # what a project that took too long had started
        report_project "$folder" "$name"
      fi
    done
    running=("${still[@]}")
    if ((${#running[@]} > 0)); then
      waiting "$(for pid in "${running[@]}"; do printf '%s ' "${jobs_running[$pid]#test-}"; done)"
      sleep 0.2
    fi
  done
}

may_start() { # NAME: the tests of the whole platform, which start all of its processes, have the machine for themselves
  ((${#running[@]} == 0)) || ! { starts_platform "$1" || starts_platform "${jobs_running[${running[0]}]#test-}"; }
}

starts_platform() { # NAME
  [[ $1 == EndToEnd.Tests || $1 == AppHost.Tests ]]
}

report_project() { # RESULTS-FOLDER NAME
  local log=$home/logs/test-$2.log
  count_project "$1" "$2"
  note "$2" "$count_passed passed, $count_failed failed, $count_skipped skipped"
  ((count_failed > 0)) || return
  explain_failure "$log" "${exit_code_of[$2]}"
  printf '    log: %s\n' "$log"
}

explain_failure() { # LOG EXIT-CODE
  local log=$1 running
  if [[ $2 == 124 || $2 == 137 ]]; then # of timeout: ended by TERM, by KILL
    printf '    It took longer than %s seconds (METROPOOL_TEST_TIMEOUT), and was ended.' "$test_timeout"
    running=$(still_running "$log")
    if [[ -n $running ]]; then printf ' These tests still ran:\n%s\n' "$running"; else printf ' The end of its log:\n'; fi
  fi
  if grep -qF '[FAIL]' -- "$log"; then
    grep -A 25 -F '[FAIL]' -- "$log" | cut -c 1-200 | head -n 150
  else
    printf '    It ended with exit code %s without naming a test that failed:\n' "$2"
    tail -n 25 -- "$log" | cut -c 1-200
  fi
}

still_running() { # LOG: the tests of the last report; each report names every one once
  tac -- "$1" | awk '
    match($0, /\[Long Running Test\] \047.*\047, Elapsed/) {
      name = substr($0, RSTART + 21, RLENGTH - 31)
      if (name in seen) exit
      seen[name] = 1
      print "      " name
    }'
}

count_project() { # RESULTS-FOLDER NAME: a failure outside a test (a fixture's end, for one) counts as one too
  count_results "$1/$2.trx"
  ((count_failed > 0 || exit_code_of[$2] == 0)) || count_failed=1
}

# From the result file: one UnitTestResult for each test that ran. A project without results has failed.
count_results() { # TRX-FILE: in count_passed, count_failed and count_skipped
  if [[ ! -s $1 ]]; then
    count_passed=0 count_failed=1 count_skipped=0
    return
  fi
  read -r count_passed count_failed count_skipped < <(tr '\r\n' '  ' <"$1" | sed 's/<UnitTestResult /\n&/g' | awk '
    /^<UnitTestResult / {
      sub(/>.*/, "")
      if (/ outcome="Passed"/) passed++
      else if (/ outcome="(NotExecuted|NotRunnable|Inconclusive)"/) skipped++
      else failed++
    }
    END { print passed + 0, failed + 0, skipped + 0 }')
}
