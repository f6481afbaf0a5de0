-- Certificates that are trusted or shown, and what is known of those of servers. Times are milliseconds since 1970-01-01 UTC.
-- Numbers of kinds are those of CertificateKind.

create table certificates (
    sha256        text    not null primary key,   -- the fingerprint, lower-case hex
    kind          integer not null,
    der           blob    not null,
    chain         text    not null,               -- PEM; empty: none
    protected_key text,                           -- protected; the keys are outside this file
    added_at      integer not null,
    added_by      text    not null
) strict;

create table presented_certificates (
    server  text    not null primary key,         -- host:port
    der     blob    not null,
    seen_at integer not null
) strict;

-- Warnings that were given. Days before the end; -1: it took the place of a pinned one.
create table certificate_warnings (
    sha256 text    not null,
    days   integer not null,
    at     integer not null,
    primary key (sha256, days)
) strict, without rowid;
