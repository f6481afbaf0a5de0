alter table users add column state       integer not null default 1;  -- UserState
alter table users add column time_zone   text;
alter table users add column totp_secret text;                        -- protected; null: no second factor
alter table users add column totp_step   integer not null default 0;  -- the last step of 30 s that was taken

create index users_name on users (name, email_key);

create table recovery_codes (
    user_id blob not null,
    sha256  text not null,
    primary key (user_id, sha256)
) strict, without rowid;

-- A link that a person gets by mail. The token itself is never kept.
create table account_links (
    id              blob    not null primary key, -- UUIDv7, 16 bytes, most significant first
    sha256          text    not null unique,
    purpose         integer not null,
    app             text    not null,             -- empty: Postroom's own
    person          text    not null,             -- whose links die together: the user's id, or the address without regard to case
    user_id         blob,
    email           text    not null,
    name            text,
    language        text,
    created_at      integer not null,
    expires_at      integer not null,
    closed_at       integer,                      -- null: it may still be used
    idempotency_key text,
    fingerprint     text,
    message_id      text                          -- null: its mail was not accepted yet
) strict;

create index account_links_open on account_links (person, app) where closed_at is null;
create index account_links_expiring on account_links (expires_at);
create unique index account_links_key on account_links (app, idempotency_key) where idempotency_key is not null;

-- The pages of an app that its links may lead to, separated by line feeds.
alter table apps add column link_urls text not null default '';
