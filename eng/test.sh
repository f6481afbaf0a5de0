#!/bin/bash
# eng/test.sh [WORD] : installs what the tests need, builds, runs every test (or those with WORD in their full name),
# and ends with `N passed, N failed` alone on a line, counted from the result files in artifacts/test-results.
# Exit 0 only when something ran and nothing failed. With CI=true a skipped test is a failure, too.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
cd "$POSTROOM_ROOT"

settle_home
need test
need_sdk

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

if [ -f tests/oracles/package-lock.json ]; then
    # Mail readers of another make, which the tests ask for a second opinion. Fetched again only when the lock changes.
    if ! cmp -s tests/oracles/package-lock.json tests/oracles/node_modules/.installed-lock; then
        say "Fetching the npm packages of tests/oracles ..."
        quietly artifacts/logs/npm.log npm ci --prefix tests/oracles --ignore-scripts --no-audit --no-fund
        cp tests/oracles/package-lock.json tests/oracles/node_modules/.installed-lock
    fi
fi

build artifacts/logs/test-build.log "$(grep -c '<Project ' Postroom.slnx)" Postroom.slnx -c Debug -p:Review=true

filter=() ran_all=(--all-must-run)
if [ -n "${1:-}" ]; then filter=(-method "*$1*") ran_all=(); fi
no_skips=()
if [ "${CI:-}" = true ]; then no_skips=(--no-skips); fi

# run PROJECT MINUTES OPTION... : a runner that hangs is ended, leaves no result file, and so counts as a failure.
run() {
    local project=$1 minutes=$2 code=0 begin=$SECONDS
    shift 2
    timeout --kill-after=20 "${minutes}m" dotnet "artifacts/bin/$project/debug/$project.dll" -noLogo -noColor \
        -longRunning 120 "$@" "${filter[@]}" -xml "$results/$project.xml" \
        </dev/null >"$results/$project.log" 2>&1 || code=$?
    say "$project ended after $((SECONDS - begin)) s."
    # 1 means that a test failed, which the file tells better; anything else is told here.
    [ "$code" -le 1 ] || { say "$project ended with exit code $code:"; tail -n 40 "$results/$project.log" >&2; }
    return "$code"
}

# Side by side: the end-to-end tests wait for other programs most of the time, the others compute.
say "Running Postroom.Tests and Postroom.EndToEnd.Tests ..."
broken=0
run Postroom.Tests 16 &
tests=$!
run Postroom.EndToEnd.Tests 16 -maxThreads 3 &
end_to_end=$!
wait "$tests" || broken=1
wait "$end_to_end" || broken=1

python3 eng/count_results.py "${no_skips[@]}" "${ran_all[@]}" --slowest 10 \
    "$results"/{Postroom.Tests,Postroom.EndToEnd.Tests}.xml || broken=1
exit "$broken"
