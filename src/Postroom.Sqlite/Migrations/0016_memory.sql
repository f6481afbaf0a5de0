-- Who is concerned by pull requests, as payloads have shown it. Times are milliseconds since 1970-01-01 UTC.

-- Whom the numbers of a forge stand for.
create table forge_people (
    source       text    not null,
    id           text    not null,
    login        text    not null,
    login_key    text    not null,           -- the login without regard to case
    name         text,
    is_bot       integer not null,
    confirmed_at integer not null,
    primary key (source, id)
) strict, without rowid;

create index forge_people_login on forge_people (source, login_key);
create index forge_people_confirmed on forge_people (confirmed_at);

create table pull_requests (
    n            integer primary key,
    source       text    not null,
    root         text    not null,           -- as in threads
    confirmed_at integer not null,
    memory       text    not null,           -- JSON: roles and comments, each with when it was last confirmed
    unique (source, root)
) strict;

create index pull_requests_confirmed on pull_requests (confirmed_at);

-- What happened before this table was there is where its memory begins: author, reviewers and who commented.
insert into pull_requests (source, root, confirmed_at, memory)
select t.source, t.root, (select max(received_at) from pull_request_events e where e.thread = t.n), '{"roles":[' || group_concat(r.role) || ']}'
  from threads t
  join (
      select thread, json_object('role', role, 'who', json_object('login', login, 'name', name, 'isBot', json(is_bot)), 'confirmedAt', at) as role from (
          select e.thread, 0 as role, json_extract(e.json, '$.pullRequest.author.login') as login, json_extract(e.json, '$.pullRequest.author.name') as name,
                 'false' as is_bot, strftime('%Y-%m-%dT%H:%M:%SZ', max(e.received_at) / 1000, 'unixepoch') as at
            from pull_request_events e where json_extract(e.json, '$.pullRequest.author.login') is not null group by e.thread
          union all
          select e.thread, 1, json_extract(p.value, '$.login'), json_extract(p.value, '$.name'), iif(json_extract(p.value, '$.isBot'), 'true', 'false'),
                 strftime('%Y-%m-%dT%H:%M:%SZ', max(e.received_at) / 1000, 'unixepoch')
            from pull_request_events e, json_each(e.json, '$.pullRequest.reviewers') p group by e.thread, json_extract(p.value, '$.login')
          union all
          select e.thread, 4, json_extract(e.json, '$.comment.author.login'), json_extract(e.json, '$.comment.author.name'),
                 iif(json_extract(e.json, '$.comment.author.isBot'), 'true', 'false'), strftime('%Y-%m-%dT%H:%M:%SZ', max(e.received_at) / 1000, 'unixepoch')
            from pull_request_events e where json_extract(e.json, '$.comment.author.login') is not null group by e.thread, json_extract(e.json, '$.comment.author.login')
      )
  ) r on r.thread = t.n
 group by t.n;
