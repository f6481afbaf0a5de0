-- Forges that send webhooks, and the inbox of their events. Times are milliseconds since 1970-01-01 UTC.
-- Numbers of kinds and states are those of ForgeKind and InboxState.

create table forge_sources (
    id            text    not null primary key,
    kind          integer not null,
    name          text    not null,
    name_key      text    not null unique,        -- the name without regard to case
    base_url      text,
    secret        text    not null,               -- protected; the keys are outside this file
    created_at    integer not null,
    secret_set_at integer not null
) strict;

-- The payload stands last, so that lists never read its pages.
create table forge_inbox (
    id            integer primary key autoincrement,
    source        text    not null,               -- forge_sources.id, or api- and an app's name
    event_id      text    not null,
    forge         integer,
    event_name    text    not null,
    received_at   integer not null,
    state         integer not null,
    attempts      integer not null,
    due_at        integer,
    done_at       integer,
    reason_code   text,
    reason_detail text,
    kind          text,
    pull_request  text,
    title         text,
    actor         text,
    headers       text    not null,
    body          blob    not null,
    unique (source, event_id)
) strict;

create index forge_inbox_due on forge_inbox (due_at, id) where state = 0;

create index forge_inbox_settled on forge_inbox (state, id) where state > 0;
