-- A browser that is signed in. It ends when its row goes, or when the stamp of its user is another. The key itself is never kept.
create table sessions (
    sha256     text    not null primary key,  -- of the key that the browser's cookie holds
    id         blob    not null,              -- names it in lists; opens nothing
    user_id    blob    not null,
    stamp      text    not null,              -- of the user when it began
    started_at integer not null,
    seen_at    integer not null,
    address    text,
    user_agent text    not null
) strict, without rowid;

create index sessions_user on sessions (user_id, seen_at);
create index sessions_seen on sessions (seen_at);
create index sessions_started on sessions (started_at);

-- Wrong passwords are counted by the rows of request_limits: a stranger's no more lock the user out.
alter table users drop column failed_signins;
alter table users drop column locked_until;
