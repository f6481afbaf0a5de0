# shellcheck shell=bash
# Sourced by the other scripts. Which Debian packages each purpose needs, and how to get the missing ones.
# What is there is judged by files and commands, never by asking dpkg: so nothing needs root when all is there,
# and a command that came from elsewhere counts.

POSTROOM_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# say WORDS... : to the person, never mixed into what a script prints as its result.
say() { printf '%s\n' "$*" >&2; }

# has COMMAND... : also where an ordinary user's PATH does not lead.
has() {
    local name
    for name; do
        command -v "$name" >/dev/null 2>&1 || [ -x "/usr/sbin/$name" ] || [ -x "/sbin/$name" ] || return 1
    done
}

# has_library FILE-NAME-PATTERN : other systems than Linux bring their own ICU.
has_library() {
    [ "$(uname -s)" = Linux ] || return 0
    compgen -G "/usr/lib/*/$1" >/dev/null || compgen -G "/lib/*/$1" >/dev/null ||
        compgen -G "/usr/lib64/$1" >/dev/null || compgen -G "/usr/lib/$1" >/dev/null
}

has_japanese_font() {
    if has fc-list; then [ -n "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]
    else compgen -G "/usr/share/fonts/*/*/ipag*" >/dev/null || compgen -G "/usr/share/fonts/*/*/*CJK*" >/dev/null; fi
}

# has_dkimpy : for Debian's own Python, which need not be the first of the PATH.
has_dkimpy() { /usr/bin/python3 -c 'import dkim, nacl' 2>/dev/null; }

# has_user_namespace : whether an ordinary user may be root in a user namespace with a range of users, as Postfix needs it.
has_user_namespace() { as_namespace_root true >/dev/null 2>&1; }

# as_namespace_root COMMAND... : as root of a user namespace in which 1000 is who calls, and all others are from the
# caller's range in /etc/subuid.
as_namespace_root() { unshare --map-user=1000 --map-group=1000 --map-auto --setuid 0 --setgid 0 -- "$@"; }

# missing PURPOSE... : the Debian packages to add, one a line, nothing when all is there.
# libicu carries its version in its name, hence the pattern, which apt-get understands.
missing() {
    local purpose
    for purpose; do
        case $purpose in
        run)
            has_library 'libicuuc.so.*' || echo '^libicu[0-9]+$'
            [ -e /etc/ssl/certs/ca-certificates.crt ] || [ "$(uname -s)" != Linux ] || echo ca-certificates
            ;;
        test)
            missing run mail-server
            has chromium || echo chromium
            # The smallest font with all of the console's Japanese (12 MB unpacked; Noto CJK has 90).
            has_japanese_font || printf '%s\n' fontconfig fonts-ipafont-gothic
            has python3 || echo python3
            has_dkimpy || printf '%s\n' python3-dkim python3-nacl
            has node || echo nodejs
            has npm || echo npm
            # A DNS server of another make; the official test suite of SPF, and what reads it.
            has nsd || echo nsd
            # Programs that hand in mail, as many products do through them.
            has swaks msmtp curl || printf '%s\n' swaks libnet-ssleay-perl libauthen-sasl-perl msmtp curl
            [ -e /usr/lib/git-core/git-send-email ] || printf '%s\n' git-email libio-socket-ssl-perl libauthen-sasl-perl
            # What lets a disk fail.
            has strace || echo strace
            [ -e /usr/share/doc/python3-spf/rfc7208-tests.yml.gz ] || echo python3-spf
            [ -e /usr/lib/python3/dist-packages/yaml ] || echo python3-yaml
            ;;
        mail-server)
            [ -x /usr/lib/postfix/sbin/master ] || has postfix || echo postfix
            has dovecot || echo dovecot-core
            has openssl || echo openssl
            if [ "$(id -u)" -ne 0 ] && ! has newuidmap && ! { has sudo && sudo -n true 2>/dev/null; }; then echo uidmap; fi
            ;;
        bench)
            missing run
            has postfix smtp-sink smtp-source || echo postfix
            has python3 || echo python3
            ;;
        *) say "unknown purpose '$purpose': run, test, mail-server or bench"; return 2 ;;
        esac
    done
}

# Runs inside a root shell. Nothing that is installed for a test may start as a service of the machine, nor ask:
# Postfix is told 'No configuration', and policy-rc.d (101 = not allowed) stands in the way of every start.
# shellcheck disable=SC2016 # expanded by the root shell
INSTALL_AS_ROOT='
set -eu
export DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap "rm -f $policy" EXIT
    printf "#!/bin/sh\nexit 101\n" > "$policy"; chmod 755 "$policy"
fi
apt-get -o Acquire::Retries=3 -q update
case " $* " in *" postfix "*)
    echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections ;;
esac
apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -q install -y --no-install-recommends "$@"
'

# need PURPOSE... : installs what is missing, or says which package is missing and how to install it (returns 1).
need() {
    local list packages log
    list=$(missing "$@") || return
    mapfile -t packages < <(printf '%s\n' "$list" | sort -u | sed '/^$/d')
    [ "${#packages[@]}" -gt 0 ] || return 0
    if ! has apt-get; then
        say "Missing: ${packages[*]} (names of Debian packages). Install them with this system's package manager."
        return 1
    fi
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        if has sudo && sudo -n true 2>/dev/null; then root=(sudo -n); else
            say "Missing packages: ${packages[*]}"
            say "Install them with:  sudo apt-get install --no-install-recommends $(printf '%q ' "${packages[@]}")"
            return 1
        fi
    fi
    say "Installing ${packages[*]} ..."
    log=$(mktemp)
    if ! "${root[@]}" bash -c "$INSTALL_AS_ROOT" install "${packages[@]}" </dev/null >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        rm -f "$log"
        say "Could not install: ${packages[*]}"
        return 1
    fi
    rm -f "$log"
    list=$(missing "$@") || return
    [ -z "$list" ] || { say "Still missing after the installation: ${list//$'\n'/ }"; return 1; }
}

# find_dotnet : where Microsoft's script installs it for one user, too.
find_dotnet() {
    if ! has dotnet && [ -x "$HOME/.dotnet/dotnet" ]; then PATH=$HOME/.dotnet:$PATH; fi
    has dotnet
}

# need_sdk : the .NET SDK that global.json asks for.
need_sdk() {
    local wanted
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$POSTROOM_ROOT/global.json")
    find_dotnet && (cd "$POSTROOM_ROOT" && dotnet --version >/dev/null 2>&1) && return 0
    say "Postroom is built with the .NET SDK $wanted (or a later patch of it), which is not here."
    say "Get it from https://dotnet.microsoft.com/download/dotnet/${wanted%.*}, or, for this user alone:"
    say "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --version $wanted"
    return 1
}

# dotnet, NuGet, npm and Chromium all write below HOME: where it is no folder that can be written, they get one.
settle_home() {
    if [ -z "${HOME:-}" ] || [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        export HOME=$POSTROOM_ROOT/artifacts/home
        mkdir -p "$HOME"
    fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    # Build servers that outlive the script would hold its output open, and whoever reads it would wait.
    export MSBUILDDISABLENODEREUSE=1
}

# quietly LOG COMMAND... : everything goes to LOG; shown only when the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" </dev/null >"$log" 2>&1 && return 0
    local code=$?
    say_failure "$log" "$code" "$*"
    return "$code"
}

# say_failure LOG CODE COMMAND : the errors of a log, and its end.
say_failure() {
    grep -E ': (error|warning) |^error|ERR!' "$1" | sort -u | head -n 40 >&2 || true
    say "Failed (exit $2): $3"
    tail -n 15 "$1" >&2
}

# progress WORDS... : what is being done now. One line that is written over on a terminal, a line each in a log.
progress() {
    if [ -t 2 ]; then printf '\r\033[K%s' "$*" >&2; else say "$*"; fi
}

progress_ends() { if [ -t 2 ]; then printf '\r\033[K' >&2; fi; }

# build LOG PROJECTS OPTION... : `dotnet build OPTION...`, saying which of so many projects is done.
# Dynamic PGO would have the compiler count calls that it is too short-lived to profit from: a quarter of its time.
build() {
    local log=$POSTROOM_ROOT/$1 projects=$2 line code=0
    shift 2
    mkdir -p "$(dirname "$log")"
    progress "Building: restoring packages ..."
    (cd "$POSTROOM_ROOT" && DOTNET_TieredPGO=0 DOTNET_CLI_UI_LANGUAGE=en \
        dotnet build "$@" -v m -nologo -tl:off </dev/null 2>&1) | tee "$log" | show_built "$projects" || code=$?
    progress_ends
    [ "$code" -eq 0 ] || { say_failure "$log" "$code" "dotnet build $*"; return "$code"; }
}

# show_built PROJECTS : reads what the build prints. `Name -> path` is a project that is done, once for each language.
show_built() {
    local line name known=' ' count=0 restored=no
    while IFS= read -r line; do
        case $line in
        *' -> '*/bin/*)
            name=${line%% -> *}
            name=${name##* }
            case $known in *" $name "*) continue ;; esac
            known+="$name "
            count=$((count + 1))
            progress "Building: $name is done, $count of $1 projects, after ${SECONDS} s"
            ;;
        *Restored* | *up-to-date*)
            [ "$restored" = yes ] || progress "Building: compiling ..."
            restored=yes
            ;;
        esac
    done
}
