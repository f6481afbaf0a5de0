-- What apps are told of: deliveries that ended without being taken by a mail server, in the order in which they did.
create table events (
    id       integer primary key autoincrement,
    app      text    not null,
    at       integer not null,
    delivery integer not null,
    state    integer not null,
    words    text    not null
) strict;

create index events_app on events (app, id);
