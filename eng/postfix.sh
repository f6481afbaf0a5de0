#!/bin/bash
# A private, real Postfix on loopback that puts every mail it accepts into Maildirs. Nothing leaves this machine, and
# the machine's own mail system, configured or not, is left alone: all that is written lies in DIR.
#
#   eng/postfix.sh start DIR [options]    prints what a client needs, one KEY=VALUE a line
#   eng/postfix.sh stop DIR               what was delivered stays; start again takes the same ports and certificate
#   eng/postfix.sh remove DIR             stops it and removes the folder with all that was delivered
#
#   --port P           the first of its consecutive ports (default: a free block)
#   --introspection U  take OAuth 2.0 tokens at the login ports, too (XOAUTH2, OAUTHBEARER); Dovecot asks the address U
#                      whether a token is good (RFC 7662)
#   --without-login    no login ports: Dovecot, which checks the passwords, is then not needed
#   --size-limit N     bytes of a message (default 10240000), announced as SIZE
#   --relay-to H:P     be a null client instead: one port, everything is handed on to H:P (for eng/bench.sh)
#
# Ports: PLAIN (no TLS), STARTTLS, SMTPS, and three that take mail only after a login with USER_NAME and PASSWORD
# (PLAIN, LOGIN, CRAM-MD5, SCRAM-SHA-1, SCRAM-SHA-256): LOGIN_PLAIN (no TLS), LOGIN_STARTTLS (TLS first), LOGIN_SMTPS.
# Mail to bob@anywhere lies in MAIL_DIR/bob when bob is one of the known users, else in MAIL_DIR/everyone-else.
# Never taken, whatever the domain: unknown@ (550 5.1.1), full@ (552 5.2.2), later@ (450 4.2.1),
# nor @elsewhere.example (554 5.7.1 Relay access denied). Never from stranger@ (553 5.7.1), nor after EHLO refused.* (550 5.7.1).
#
# Postfix's master must be root, for its parts run as several users. An ordinary user is root in a user namespace of
# their own (package uidmap, a range in /etc/subuid), or by `sudo -n`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"
source "$POSTROOM_ROOT/eng/postfix-config.sh"
umask 022

users=(test alice bob carol dave)
services=(PLAIN STARTTLS SMTPS LOGIN_PLAIN LOGIN_STARTTLS LOGIN_SMTPS)

fail() { say "eng/postfix.sh: $*"; exit 1; }

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

read_options() {
    [ $# -ge 2 ] || usage
    action=$1 dir=$(realpath -m "$2") first_port='' size_limit=10240000 relay_to='' login=yes introspection=''
    shift 2
    while [ $# -gt 0 ]; do
        case $1 in
        --port) first_port=${2:?}; shift 2 ;;
        --size-limit) size_limit=${2:?}; shift 2 ;;
        --relay-to) relay_to=${2:?}; shift 2 ;;
        --introspection) introspection=${2:?}; shift 2 ;;
        --without-login) login=no; shift ;;
        *) usage ;;
        esac
    done
    if [ -n "$relay_to" ]; then services=(PLAIN) login=no; fi
    if [ "$login" = no ]; then services=("${services[@]:0:3}"); fi
    case $dir in *[!A-Za-z0-9/._-]*) fail "the folder's name may hold letters, digits, and / . _ - only: $dir" ;; esac
}

become_root() {
    [ "$(id -u)" -ne 0 ] || return 0
    if has_user_namespace; then
        as_namespace_root env POSTFIX_OWNER=1000:1000 "$0" "$@"
        exit
    fi
    if has sudo && sudo -n true 2>/dev/null; then exec sudo -n -- "$0" "$@"; fi
    fail "Postfix must be started by root (its parts run as several users). Try: sudo $0 $*
    Or install the package uidmap and have a range for $(id -un) in /etc/subuid and /etc/subgid: then it runs in a user namespace."
}

# ---- processes ------------------------------------------------------------------------------------------------------

# pid_of FILE NAME : the process of ours that FILE tells of; nothing when it is gone or its number is another's now.
pid_of() {
    local pid
    [ -s "$1" ] || return 0
    pid=$(tr -dc 0-9 <"$1")
    if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "-c $dir/$2"; then echo "$pid"; fi
}
postfix_pid() { pid_of "$dir/spool/pid/master.pid" conf; }
dovecot_pid() { pid_of "$dir/run/master.pid" dovecot.conf; }

# end PID... : asked to stop, both masters sleep for seconds with their ports still open. Half a second is enough for
# their children; after it the whole group goes. The queue stands that: what is acknowledged is on the disk.
end() {
    [ $# -gt 0 ] || return 0
    kill "$@" 2>/dev/null || true
    for _ in $(seq 10); do
        kill -0 "$@" 2>/dev/null || return 0
        sleep 0.05
    done
    for pid; do kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true; done
}

# shellcheck disable=SC2046 # one word for each that runs
stop() { end $(postfix_pid) $(dovecot_pid); }

# Files of several users lie there: who started it may not be able to remove them otherwise.
remove() {
    [ -e "$dir/ports" ] || fail "no mail server was started in $dir, so nothing is removed"
    stop
    rm -rf "$dir"
}

# ---- what is written ------------------------------------------------------------------------------------------------

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below 32768, so that no client's own port can be in the way.
choose_ports() {
    local base try service
    for try in $(seq 50); do
        base=${first_port:-$((20000 + (RANDOM * 32768 + RANDOM) % 12000))}
        for service in "${!services[@]}"; do
            is_free $((base + service)) && continue
            [ -z "$first_port" ] || fail "port $((base + service)) is in use"
            continue 2
        done
        for service in "${!services[@]}"; do echo "${services[service]}_PORT=$((base + service))"; done >"$dir/ports"
        return
    done
    fail "found no free block of ${#services[@]} ports in $try tries"
}

port_of() { sed -n "s/^$1_PORT=//p" "$dir/ports"; }

# A new authority for each folder, good for 30 days and for this machine alone.
make_certificates() {
    local tls=$dir/tls log=$dir/openssl.log
    openssl x509 -in "$tls/server.pem" -noout -checkend 86400 >/dev/null 2>&1 && return
    mkdir -p "$tls"
    {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Postroom's test authority" \
            -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$tls/ca.key" -out "$tls/ca.pem"
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost \
            -keyout "$tls/server.key" -out "$tls/server.csr"
        printf '%s\n' subjectAltName=DNS:localhost,IP:127.0.0.1 basicConstraints=critical,CA:FALSE \
            keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth >"$tls/server.ext"
        openssl x509 -req -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial -days 30 \
            -extfile "$tls/server.ext" -out "$tls/server.pem"
        chmod 600 "$tls"/*.key
    } >"$log" 2>&1 || { cat "$log" >&2; fail "could not make the certificates"; }
}

make_queue() {
    local spool=$dir/spool own=(active bounce corrupt defer deferred flush hold incoming private saved trace)
    mkdir -p "$spool" "$dir/state" "$dir/conf"
    (cd "$spool" && mkdir -p "${own[@]}" maildrop public pid && chown postfix "${own[@]}" &&
        chown postfix:postdrop maildrop public && chmod 700 "${own[@]}" && chmod 730 maildrop && chmod 710 public)
    chown postfix "$dir/state"
    chmod 755 "$dir" "$dir/conf" "$spool" "$spool/pid"
    runuser -u postfix -- test -x "$dir/conf" || fail "the user postfix cannot reach $dir: a folder above it is closed"
}

# ---- start ----------------------------------------------------------------------------------------------------------

start_dovecot() {
    mkdir -p "$dir/run"
    rm -f "$dir/run/master.pid" # its number may be another process by now
    write_dovecot_conf
    dovecot -c "$dir/dovecot.conf" </dev/null >"$dir/dovecot.start.log" 2>&1 ||
        { cat "$dir/dovecot.start.log" >&2; fail "Dovecot did not start"; }
    for _ in $(seq 100); do
        [ ! -S "$dir/spool/private/auth" ] || return 0
        sleep 0.05
    done
    tail "$dir/dovecot.log" >&2
    fail "Dovecot opened no socket for logins within 5 s"
}

# Another start may have taken a port between the look and the bind: then Postfix says so, and other ports are tried.
start_postfix() {
    local try master
    master=$(postconf -c "$dir/conf" -h daemon_directory)/master
    for try in 1 2 3; do
        if "$master" -c "$dir/conf" -w </dev/null >"$dir/postfix.start.log" 2>&1 && [ -n "$(postfix_pid)" ]; then return; fi
        grep -qs 'Address already in use' "$dir/postfix.log" "$dir/postfix.start.log" || break
        if [ -n "$first_port" ] || [ "$fresh" = no ] || [ "$try" -eq 3 ]; then break; fi
        # shellcheck disable=SC2046
        end $(postfix_pid)
        : >"$dir/postfix.log"
        choose_ports
        write_master_cf >"$dir/conf/master.cf"
    done
    tail -n 5 "$dir/postfix.start.log" "$dir/postfix.log" >&2 2>/dev/null || true
    stop
    fail "Postfix did not start"
}

start() {
    [ -z "$(postfix_pid)" ] || { report; return; }
    need "$([ "$login" = yes ] && echo mail-server || echo bench)"
    stop # a Dovecot that was left behind
    make_queue
    fresh=no
    if [ ! -s "$dir/ports" ] || [ -n "$first_port" ]; then choose_ports; fresh=yes; fi
    [ -n "$relay_to" ] || make_certificates
    write_main_cf
    write_master_cf >"$dir/conf/master.cf"
    touch "$dir/postfix.log"
    chmod 644 "$dir/postfix.log" # for the person who looks why
    if [ "$login" = yes ]; then start_dovecot; fi
    start_postfix
    report
}

report() {
    cat "$dir/ports"
    echo "PID=$(postfix_pid)"
    echo "LOG_FILE=$dir/postfix.log"
    [ -d "$dir/mail" ] || return 0
    echo "MAIL_DIR=$dir/mail"
    echo "CA_FILE=$dir/tls/ca.pem"
    if grep -q LOGIN "$dir/ports"; then printf '%s\n' USER_NAME=test PASSWORD=password; fi
}

read_options "$@"
case $action in start | stop | remove) ;; *) usage ;; esac
become_root "$@"
PATH=$PATH:/usr/sbin:/sbin
"$action"
