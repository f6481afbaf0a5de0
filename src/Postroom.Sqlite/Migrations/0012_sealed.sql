-- How a body is kept, as BodyKeeping: 0 in plain, 1 encrypted, 2 encrypted until the message is done and then wiped. The keys
-- are outside this file, and what a message of older days has in plain is sealed or wiped when the server starts.
alter table messages add column seal integer not null default 0;
alter table sandbox_messages add column seal integer not null default 0;

-- Account mail (lane 0) of older days alone: once that is sealed the index is empty, and no new message enters it.
create index messages_unsealed on messages (n) where lane = 0 and seal = 0 and parts > 0;
