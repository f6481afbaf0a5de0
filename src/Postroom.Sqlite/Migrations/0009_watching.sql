-- A thread also says which pull request it is, so that whoever got its mail may watch it. Null: nothing happened to it since.
alter table threads add column project text;
alter table threads add column repository text;
alter table threads add column number integer;

-- The thread of comments a comment belongs to, where the forge tells that instead of the comment it answers.
alter table pull_request_events add column discussion text;
create index pull_request_events_discussion on pull_request_events (thread, discussion) where discussion is not null;

-- Whom a text has named so far: an edit calls only who is new in it.
create table named (
    thread integer not null references threads (n),
    text   text    not null,                 -- empty: the description; else the comment
    login  text    not null,                 -- without regard to case; empty: the text was seen
    at     integer not null,
    primary key (thread, text, login)
) strict, without rowid;

create index named_at on named (at);
