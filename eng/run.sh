#!/bin/bash
# eng/run.sh [options of `postroom serve`] : installs what running needs, builds when a source is newer than the last
# build, and becomes the server (signals reach it). Data lies in ./data unless --data says otherwise.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

settle_home
need run
need_sdk

artifacts=$POSTROOM_ROOT/artifacts
program=$artifacts/bin/Postroom.Server/release/Postroom.Server.dll
stamp=$artifacts/run.stamp

is_built() {
    [ -f "$program" ] && [ -f "$stamp" ] && [ -z "$(find "$POSTROOM_ROOT/src" "$POSTROOM_ROOT/eng" \
        "$POSTROOM_ROOT"/{Directory.Build.props,Directory.Packages.props,.editorconfig,global.json} \
        -newer "$stamp" -print -quit)" ]
}

build() {
    say "Building Postroom ..."
    mkdir -p "$artifacts"
    touch "$stamp.next" # before the build: a source changed while it runs is built next time
    (cd "$POSTROOM_ROOT" && quietly "$artifacts/logs/run-build.log" \
        dotnet build src/Postroom.Server -c Release -v q -nologo)
    mv "$stamp.next" "$stamp"
}

is_built || build

data=(--data "$POSTROOM_ROOT/data")
for argument; do
    case $argument in --data | --data=* | --data:*) data=() ;; esac
done
exec dotnet "$program" serve "${data[@]}" "$@"
