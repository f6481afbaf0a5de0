#!/bin/bash
# eng/run.sh [options of `postroom serve`] : builds when a source is newer than the last build, saying how far it is, and
# becomes the server (signals reach it). Data lies in ./data unless --data says otherwise.
# Nothing is reviewed here: analyzers, style and documentation files are the business of eng/test.sh, CI and the IDE.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

settle_home
need run

artifacts=$POSTROOM_ROOT/artifacts
program=$artifacts/bin/Postroom.Server/release/Postroom.Server.dll
stamp=$artifacts/run.stamp

# What the program is made of. A folder is newer, too, when a file in it was taken away. The help pages are embedded from
# docs/how-to, but words alone are not worth a rebuild: the next one takes them along.
is_built() {
    [ -f "$program" ] && [ -f "$stamp" ] && [ -z "$(find "$POSTROOM_ROOT/src" \
        "$POSTROOM_ROOT"/{Directory.Build.props,Directory.Packages.props,global.json} -newer "$stamp" -print -quit)" ]
}

if ! find_dotnet || ! is_built; then
    need_sdk
    projects=("$POSTROOM_ROOT"/src/*/*.csproj)
    mkdir -p "$artifacts"
    touch "$stamp.next" # before the build: a source changed while it runs is built next time
    build artifacts/logs/run-build.log "${#projects[@]}" src/Postroom.Server -c Release -p:Review=false
    mv "$stamp.next" "$stamp"
    say "Built Postroom in $SECONDS s. Starting ..."
fi

data=(--data "$POSTROOM_ROOT/data")
for argument; do
    case $argument in --data | --data=* | --data:*) data=() ;; esac
done
exec dotnet "$program" serve "${data[@]}" "$@"
