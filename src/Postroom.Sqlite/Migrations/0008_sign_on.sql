-- Who a user is at a provider of single sign-on. The subject is for ever; the address there may change and be given to another.
create table sign_on_ties (
    issuer  text    not null,
    subject text    not null,
    user_id blob    not null,
    tied_at integer not null,
    primary key (issuer, subject)
) strict, without rowid;

create unique index sign_on_ties_user on sign_on_ties (user_id, issuer);

-- How much of a limit against guessing is used: the moment at which it is whole again. No address of a stranger is kept, only its hash.
create table request_limits (
    key     text    not null primary key,
    full_at integer not null
) strict, without rowid;

create index request_limits_full on request_limits (full_at);
