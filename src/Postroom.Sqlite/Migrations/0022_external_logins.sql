-- An account at a provider of single sign-on is an external login, as everywhere else. Rows stay as they are.
drop index sign_on_ties_user;

alter table sign_on_ties rename to external_logins;
alter table external_logins rename column tied_at to linked_at;

create unique index external_logins_user on external_logins (user_id, issuer);
