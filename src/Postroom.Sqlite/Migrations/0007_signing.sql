-- The keys that sign mail. A retired one stays as a row without its private half, so that its selector is never used again.
create table signing_keys (
    domain        text    not null,
    selector      text    not null,
    algorithm     integer not null,
    public_key    text    not null,
    state         integer not null,           -- 0 prepared, 1 active, 2 retiring, 3 retired
    created_at    integer not null,
    active_at     integer,
    retiring_at   integer,
    retired_at    integer,
    protected_key text    not null,           -- empty: wiped
    primary key (domain, selector)
) strict, without rowid;

-- At most one key of a kind signs for a domain.
create unique index signing_keys_active on signing_keys (domain, algorithm) where state = 1;

create table signing_domains (
    domain             text    not null primary key,
    signs_subdomains   integer not null,
    sends_unsigned     integer not null,
    rotates_after_days integer,
    keeps_record_days  integer not null
) strict, without rowid;
