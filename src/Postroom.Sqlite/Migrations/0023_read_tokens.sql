-- The token a forge is asked with who is concerned by a pull request: protected, as the secret is. Null: it is not asked.
alter table forge_sources add column read_token text;
