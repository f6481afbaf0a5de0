-- A mail to come is a digest, as everywhere else. Rows stay as they are; SQLite carries the references over by itself.
drop index stories_open;
drop index stories_next;
drop index stories_thread;
drop index story_items_event;
drop index story_mails_person;

alter table stories rename to digests;
alter table story_items rename to digest_items;
alter table digest_items rename column story to digest;
alter table story_mails rename to digest_mails;
alter table digest_mails rename column story to digest;

create unique index digests_open on digests (person, thread, is_immediate) where sealed = 0;
create index digests_next on digests (next_at);
create index digests_thread on digests (thread) where sealed = 0;
create index digest_items_event on digest_items (event);
create index digest_mails_person on digest_mails (person, at);
