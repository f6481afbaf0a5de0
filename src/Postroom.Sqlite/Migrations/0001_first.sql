-- Times are milliseconds since 1970-01-01 UTC. Numbers of states and lanes are those of DeliveryState and Lane.

create table apps (
    name       text    not null primary key,
    sender     text
) strict;

create table api_keys (
    id         text    not null primary key,
    app        text    not null references apps (name),
    sha256     text    not null unique,
    scopes     text    not null,             -- separated by spaces
    created_at integer not null,
    revoked_at integer
) strict;

create index api_keys_app on api_keys (app);

create table users (
    id             blob    not null primary key,  -- UUID, 16 bytes, most significant first
    email          text    not null,
    email_key      text    not null unique,       -- the address without regard to case
    name           text    not null,
    password_hash  text,
    role           integer not null,
    stamp          text    not null,
    language       text,
    failed_signins integer not null,
    locked_until   integer,
    created_at     integer not null
) strict;

create table settings (
    document   text    not null,
    version    integer not null,
    json       text    not null,
    saved_by   text    not null,
    saved_at   integer not null,
    good_since integer,
    primary key (document, version)
) strict;

create table audit (
    id      integer primary key autoincrement,
    at      integer not null,
    actor   text    not null,
    action  text    not null,
    subject text    not null,
    detail  text
) strict;

create table sandbox_messages (
    id          integer primary key autoincrement,
    received_at integer not null,
    sender      text    not null,
    recipients  text    not null,            -- separated by line feeds
    from_header text    not null,
    subject     text    not null,
    size_bytes  integer not null
) strict;

create table sandbox_bodies (
    id    integer primary key,
    bytes blob    not null
) strict;

-- A node is one start of one process: its number is never used again, so a lease tells its holder for ever.
create table nodes (
    id         integer primary key autoincrement,
    expires_at integer not null
) strict;

-- One row for each app and UTC day of acceptance. 'waiting' counts what waits and what is in hand.
create table ledger (
    id         integer primary key,
    app        text    not null,
    day        integer not null,             -- days since 1970-01-01
    accepted   integer not null default 0,
    waiting    integer not null default 0,
    delivered  integer not null default 0,
    bounced    integer not null default 0,
    expired    integer not null default 0,
    cancelled  integer not null default 0,
    suppressed integer not null default 0,
    uncertain  integer not null default 0,
    unique (app, day)
) strict;

-- 'n' rises with acceptance. Deliveries and body parts have it in their own key (n * 65536 + recipient number,
-- n * 4096 + part), so finding them needs no further index and every table grows at its end.
create table messages (
    n               integer primary key,
    id              blob    not null unique, -- UUIDv7, 16 bytes, most significant first
    app             text    not null,
    lane            integer not null,
    sender          text    not null,
    size_bytes      integer not null,
    parts           integer not null,        -- 0: the body was wiped
    is_8bit         integer not null,
    needs_smtputf8  integer not null,
    created_at      integer not null,
    not_before      integer,
    expires_at      integer not null,
    ledger          integer not null,
    idempotency_key text,
    fingerprint     text,
    kind            text,
    trace_context   text,
    message_id      text    not null,
    from_header     text    not null,
    subject         text    not null
) strict;

create unique index messages_key on messages (app, idempotency_key) where idempotency_key is not null;

create table bodies (
    id    integer primary key,
    bytes blob    not null                   -- at most 256 KiB
) strict;

create table deliveries (
    id         integer primary key,
    ledger     integer not null,
    lane       integer not null,
    state      integer not null,
    attempts   integer not null,             -- also the epoch of the lease
    due_at     integer,                      -- null: it is done
    expires_at integer not null,
    node       integer,                      -- null: nobody has it in hand
    recipient  text    not null,
    last_words text
) strict;

-- Partial indexes hold only the rows in question: taking work costs the same beside a thousand rows and a million.
create index deliveries_waiting on deliveries (lane, due_at) where state = 0;
create index deliveries_expiring on deliveries (expires_at) where state = 0;
create index deliveries_leased  on deliveries (node) where state = 1;
create index deliveries_settled on deliveries (state) where state > 2;

-- An attempt at several recipients keeps its conversation once, with the first of them: the others name that row.
create table attempts (
    delivery        integer not null,
    number          integer not null,
    started_at      integer not null,
    duration_ms     integer not null,
    outcome         text    not null,
    words           text    not null,
    server          text,
    tls             text,
    phase           text,
    transcript      text,
    shared_delivery integer,
    shared_number   integer,
    primary key (delivery, number)
) strict, without rowid;
