-- People whom mail is written to. They need not be users of the console.
create table people (
    id        blob not null primary key,     -- UUID, 16 bytes, most significant first
    email     text,
    email_key text unique,                   -- the address without regard to case
    name      text,
    language  text,
    time_zone text
) strict;

create table logins (
    source    text    not null,              -- '*': any
    login_key text    not null,              -- the login without regard to case
    login     text    not null,
    person    blob    not null references people (id) on delete cascade,
    is_learnt integer not null,
    primary key (source, login_key)
) strict, without rowid;

create index logins_person on logins (person);

-- A pull request that something happened to. Its subject never changes, as mail programs thread by it.
create table threads (
    n       integer primary key,
    source  text not null,
    root    text not null,                   -- the left side of the root's message id
    label   text not null,                   -- repo#1, for people
    subject text not null,
    unique (source, root)
) strict;

-- What happened, once for all who are told of it. A row stays as long as a repeat may come.
create table pull_request_events (
    n           integer primary key,
    source      text    not null,
    event_id    text    not null,
    received_at integer not null,
    thread      integer not null references threads (n),
    comment     text,                        -- the comment it brings, to quote it where somebody answers
    json        text    not null,
    unique (source, event_id)
) strict;

create index pull_request_events_comment on pull_request_events (thread, comment) where comment is not null;
create index pull_request_events_received on pull_request_events (received_at);

-- A mail to come: one person, one pull request. Open ones gather items; a sealed one is being written and gathers no more,
-- so that writing it again after a crash gives the same mail.
create table stories (
    id           integer primary key autoincrement,
    person       blob    not null references people (id) on delete cascade,
    thread       integer not null references threads (n),
    is_immediate integer not null,
    oldest_at    integer not null,
    next_at      integer not null,           -- when it may be taken in hand
    sealed       integer not null default 0,
    attempts     integer not null default 0
) strict;

create unique index stories_open on stories (person, thread, is_immediate) where sealed = 0;
create index stories_next on stories (next_at);
create index stories_thread on stories (thread) where sealed = 0;

create table story_items (
    story  integer not null references stories (id) on delete cascade,
    event  integer not null references pull_request_events (n),
    kind   integer not null,
    reason integer,                          -- null: it only changes what else is there
    primary key (story, event, kind)
) strict, without rowid;

create index story_items_event on story_items (event);

-- Mails written, to bound how many one person gets in an hour.
create table story_mails (
    person blob    not null,
    at     integer not null,
    story  integer not null primary key
) strict;

create index story_mails_person on story_mails (person, at);

-- Who is not told, and why.
create table notices (
    n        integer primary key autoincrement,
    at       integer not null,
    source   text    not null,
    event_id text    not null,
    label    text    not null,
    kind     integer not null,
    login    text    not null,               -- empty: only the person is known
    person   blob,
    reason   integer not null
) strict;

create index notices_at on notices (at);

create table preferences (
    person       blob    not null primary key references people (id) on delete cascade,
    choices      text    not null,           -- JSON: topic -> immediately, digest or off
    is_text_only integer not null,
    is_private   integer not null
) strict, without rowid;

-- Thread 0: everything.
create table unsubscribed (
    person blob    not null references people (id) on delete cascade,
    thread integer not null,
    at     integer not null,
    primary key (person, thread)
) strict, without rowid;

-- Number 0: the whole repository.
create table watchers (
    source     text    not null,
    project    text    not null,
    repository text    not null,
    number     integer not null,
    person     blob    not null references people (id) on delete cascade,
    primary key (source, project, repository, number, person)
) strict, without rowid;

create index watchers_person on watchers (person);
