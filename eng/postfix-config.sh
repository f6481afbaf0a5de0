# shellcheck shell=bash
# shellcheck disable=SC2154 # dir, services and the other choices are set by postfix.sh, which sources this file
# What eng/postfix.sh writes for Postfix and Dovecot to read.

write_main_cf() {
    cat >"$dir/conf/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $dir/spool
data_directory = $dir/state
mail_owner = postfix
setgid_group = postdrop
maillog_file = $dir/postfix.log
maillog_file_prefixes = $dir
myhostname = mail.example.org
mydestination =
alias_maps =
local_transport = error:none
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
message_size_limit = $size_limit
mailbox_size_limit = 0
virtual_mailbox_limit = 0
# A test that errs must not be slowed down, nor one that opens many connections.
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
smtpd_junk_command_limit = 10000
in_flow_delay = 0
# What arrives is what was sent: no header is added but Received and the delivery's own.
local_header_rewrite_clients =
CF
    if [ -n "$relay_to" ]; then write_null_client; else write_mailboxes; fi >>"$dir/conf/main.cf"
}

# As fast as Postfix gets while it stays durable: connections kept, concurrency as high as helps, no name look-ups.
write_null_client() {
    local host=${relay_to%:*} port=${relay_to##*:}
    cat <<CF
relayhost = [$host]:$port
disable_dns_lookups = yes
smtp_host_lookup = native
smtputf8_enable = no
smtpd_recipient_restrictions =
default_process_limit = 200
smtp_destination_concurrency_limit = 8
initial_destination_concurrency = 8
qmgr_message_active_limit = 100000
qmgr_message_recipient_limit = 100000
smtp_connection_cache_destinations = [$host]:$port
smtp_connection_reuse_count_limit = 0
smtpd_tls_security_level = none
smtp_tls_security_level = none
CF
}

# What is delivered belongs to the person who asked for it: in a user namespace that is user 1000, sudo says who, else to nobody.
write_mailboxes() {
    local owner=${POSTFIX_OWNER:-${SUDO_UID:-65534}:${SUDO_GID:-65534}} user
    local uid=${owner%:*} gid=${owner#*:}
    mkdir -p "$dir/mail"
    chown "$uid:$gid" "$dir/mail"
    cat <<CF
smtputf8_enable = yes
default_transport = virtual
relay_transport = virtual
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = regexp:$dir/conf/mailboxes
virtual_uid_maps = static:$uid
virtual_gid_maps = static:$gid
smtpd_recipient_restrictions = check_recipient_access regexp:$dir/conf/refusals
smtpd_sender_restrictions = check_sender_access regexp:$dir/conf/senders
smtpd_helo_restrictions = check_helo_access regexp:$dir/conf/names
smtpd_tls_cert_file = $dir/tls/server.pem
smtpd_tls_key_file = $dir/tls/server.key
smtpd_tls_loglevel = 1
smtpd_tls_session_cache_database =
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_security_options = noanonymous
CF
    {
        for user in "${users[@]}"; do echo "/^$user(\\+.*)?@/ $user/"; done
        echo '/./ everyone-else/'
    } >"$dir/conf/mailboxes"
    cat >"$dir/conf/refusals" <<CF
/^unknown@/ 550 5.1.1 No such user here
/^full@/ 552 5.2.2 Mailbox full
/^later@/ 450 4.2.1 Mailbox busy, try again later
/@elsewhere\.example$/ 554 5.7.1 Relay access denied
CF
    echo '/^stranger@/ 553 5.7.1 Sender address rejected: not owned by user' >"$dir/conf/senders"
    echo '/^refused\./ 550 5.7.1 Helo command rejected: access denied' >"$dir/conf/names"
}

# One smtpd for each port; each says what differs from the others.
write_master_cf() {
    local service port name kind private unpriv wakeup max command
    local needs_login='-o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject'
    for service in "${services[@]}"; do
        port=$(port_of "$service")
        printf '127.0.0.1:%s inet n - n - - smtpd' "$port"
        case $service in
        *PLAIN) printf ' -o smtpd_tls_security_level=none' ;;
        LOGIN_STARTTLS) printf ' -o smtpd_tls_security_level=encrypt -o smtpd_tls_auth_only=yes' ;;
        STARTTLS) printf ' -o smtpd_tls_security_level=may' ;;
        *SMTPS) printf ' -o smtpd_tls_wrappermode=yes' ;;
        esac
        case $service in LOGIN*) printf ' %s' "$needs_login" ;; esac
        echo
    done
    while read -r name kind private unpriv wakeup max command; do
        echo "$name $kind $private $unpriv n $wakeup $max $command"
    done <<'CF'
cleanup unix n - - 0 cleanup
qmgr unix n - 300 1 qmgr
tlsmgr unix - - 1000? 1 tlsmgr
rewrite unix - - - - trivial-rewrite
bounce unix - - - 0 bounce
defer unix - - - 0 bounce
trace unix - - - 0 bounce
verify unix - - - 1 verify
flush unix n - 1000? 0 flush
proxymap unix - - - - proxymap
smtp unix - - - - smtp
relay unix - - - - smtp
showq unix n - - - showq
error unix - - - - error
retry unix - - - - error
discard unix - - - - discard
virtual unix - n - - virtual
anvil unix - - - 1 anvil
scache unix - - - 1 scache
postlog unix-dgram n - - 1 postlogd
CF
}

# Dovecot asks an address of the test's whether a token is good, and whose it is.
write_oauth2_passdb() {
    [ -n "$introspection" ] || return 0
    cat >"$dir/conf/oauth2.conf.ext" <<CF
introspection_url = $introspection
introspection_mode = post
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
CF
    cat <<CF
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $dir/conf/oauth2.conf.ext
}
CF
}

# Dovecot checks passwords for Postfix and does nothing else: no protocol, no port.
write_dovecot_conf() {
    case $(dovecot --version) in 2.3.*) ;; *) fail "the login ports need Dovecot 2.3 (or give --without-login)" ;; esac
    echo 'test:{PLAIN}password' >"$dir/conf/passwords"
    local token_mechanisms=''
    if [ -n "$introspection" ]; then token_mechanisms='xoauth2 oauthbearer'; fi
    cat >"$dir/dovecot.conf" <<CF
base_dir = $dir/run
state_dir = $dir/run
log_path = $dir/dovecot.log
protocols =
ssl = no
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 $token_mechanisms
auth_username_format = %Ln
auth_failure_delay = 0
disable_plaintext_auth = no
passdb {
  driver = passwd-file
  args = $dir/conf/passwords
  mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
}
$(write_oauth2_passdb)
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$dir
}
service auth {
  unix_listener $dir/spool/private/auth {
    mode = 0600
    user = postfix
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
CF
}
