-- What an app may name as From, one rule a line; null: its own sender and the verified domains. Apps that were there
-- before could name anything, and go on until somebody says otherwise on their page.
alter table apps add column allowed_senders text;

update apps set allowed_senders = '*';
