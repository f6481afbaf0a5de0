-- Alarms for times in which a route takes no mail. Times are milliseconds since 1970-01-01 UTC.
-- One row for each outage: it is opened when a node first meets it, raised once when it lasts, cleared when mail flows again.
create table outages (
    id         integer primary key autoincrement,
    route      text    not null,
    cause      text    not null,             -- an id of the table of replies or a kind of trouble; empty: not known
    reason     text    not null,
    since      integer not null,
    seen_at    integer not null,             -- when a node last met it
    raised_at  integer,                      -- null: it has not lasted long enough
    cleared_at integer                       -- null: it goes on
) strict;

-- At most one outage of a route goes on, whichever node met it.
create unique index outages_open on outages (route) where cleared_at is null;

-- What is to be posted to the alarm webhook: twice for each outage that was raised.
create table alarm_posts (
    id         integer primary key autoincrement,
    outage     integer not null references outages (id),
    type       text    not null,             -- alarm.raised or alarm.cleared
    created_at integer not null,
    attempts   integer not null default 0,
    due_at     integer,                      -- null: it is done or given up
    done_at    integer,
    outcome    text,
    unique (outage, type)
) strict;

create index alarm_posts_due on alarm_posts (due_at) where due_at is not null;

-- Warnings of ending certificates that somebody has put aside, until the next threshold.
create table certificate_snoozes (
    sha256 text    not null primary key,
    days   integer not null,
    at     integer not null,
    actor  text    not null
) strict, without rowid;
