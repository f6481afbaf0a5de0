#!/bin/bash
# eng/install.sh PURPOSE... : installs the Debian packages that a purpose needs (run, test, mail-server, bench) and
# checks the .NET SDK. Needs no root when all is there; else uses apt-get, directly or through `sudo -n`.
# Exit 0: all there. 1: something is missing, and said. 2: no such purpose.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

[ $# -gt 0 ] || { say "usage: eng/install.sh run|test|mail-server|bench ..."; exit 2; }
settle_home
need "$@"
need_sdk
