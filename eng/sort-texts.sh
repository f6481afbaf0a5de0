#!/bin/sh
# Puts the lines of Languages/Texts*.resx in order, after a merge has kept the texts of two people.
set -eu
cd "$(dirname "$0")/../src/Postroom/Languages"
for file in Texts*.resx; do
    sorted=$(mktemp)
    grep -v -e '<data name=' -e '^</root>' "$file" >"$sorted"
    grep '<data name=' "$file" | LC_ALL=C sort -u >>"$sorted"
    echo '</root>' >>"$sorted"
    cat "$sorted" >"$file"
    rm -f "$sorted"
done
