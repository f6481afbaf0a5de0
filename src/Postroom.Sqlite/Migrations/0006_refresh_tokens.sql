-- The newest refresh token in place of one that was entered in the mail server settings, protected. The name is a digest
-- of endpoint, client and the token that was entered; rows of tokens no longer used are small and stay.
create table refresh_tokens (
    name       text    primary key,
    token      text    not null,
    changed_at integer not null
) strict, without rowid;
