-- Why a delivery failed last, as an id of the table of replies; null: it did not, or nobody knows. Both indexes hold failures
-- alone, so mail that goes through writes to neither.
alter table deliveries add column cause text;
alter table attempts add column cause text;

create index deliveries_cause on deliveries (cause, state) where cause is not null;
create index attempts_cause on attempts (cause, started_at) where cause is not null;

-- What servers said in words that the table does not know, without addresses, numbers and names; at most 500.
create table unknown_replies (
    stage      text    not null,             -- empty: not known
    shape      text    not null,
    count      integer not null,
    first_seen integer not null,
    last_seen  integer not null,
    primary key (stage, shape)
) strict, without rowid;
