#!/bin/bash
# eng/bench.sh [options] : builds in Release, then measures Postroom beside Postfix and beside no server at all.
# Takes about three minutes and writes nothing into the working copy unless told to (--record, --json FILE; see --help).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

settle_home
need bench
need_sdk
projects=("$POSTROOM_ROOT"/{src,bench}/*/*.csproj)
build artifacts/logs/bench-build.log "${#projects[@]}" bench/Postroom.Benchmarks -c Release -p:Review=false
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$POSTROOM_ROOT/bench/whole_way.py" "$@"
