-- Rights of people: by roles and by direct grants, what they come to, and who looked them over.

-- Whom a key is for stands in its first word: `portal:tickets:read` is a customer's, `tickets:read` is staff's.
create function key_audience(key text) returns text
  language sql immutable strict
  as $$ select case split_part(key, ':', 1) when 'portal' then 'portal' when 'reseller' then 'reseller' when 'vendor' then 'vendor' else 'admin' end $$;

-- One right for one person, beside the roles: for a reason, and best for a while.
create table person_permissions (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete cascade,
  key text not null,
  audience text not null generated always as (key_audience(key)) stored check (audience in ('admin', 'portal', 'reseller', 'vendor')),
  reason text not null,
  granted_by_id uuid references people on delete set null,
  expires_at timestamptz
);
create unique index person_permissions_one_each on person_permissions (person_id, key) where is_active;
create index person_permissions_person on person_permissions (person_id);
create index person_permissions_key on person_permissions (key) where is_active;
create index person_permissions_granted_by on person_permissions (granted_by_id) where granted_by_id is not null;

create index person_roles_expiry on person_roles (expires_at) where is_active and expires_at is not null;

-- Where roles and grants turn into permissions, each with its source. Readers compare `expires_at` with a moment of
-- theirs: nothing has to run for a right to end. A key of another audience in a role counts for nothing.
create view held_permissions as
  select pr.person_id, k.key, r.audience, 'role'::text as source, r.id as role_id, pr.id as grant_id, pr.expires_at,
         pr.granted_by_id, pr.created_at as granted_at, null::text as reason
    from person_roles pr
    join roles r on r.id = pr.role_id and r.is_active, unnest(r.permissions) k(key)
   where pr.is_active and key_audience(k.key) = r.audience
  union all
  select pp.person_id, pp.key, pp.audience, 'grant', null, pp.id, pp.expires_at, pp.granted_by_id, pp.created_at, pp.reason
    from person_permissions pp
   where pp.is_active;

create or replace function permissions_of(person uuid, portal text, at timestamptz default now()) returns table (key text)
  language sql stable
  as $$
    select distinct h.key
      from held_permissions h
     where h.person_id = person and h.audience = portal and (h.expires_at is null or h.expires_at > at)
  $$;

-- When the first of these rights ends: what is remembered of a person must not outlive it.
create function rights_until(person uuid, portal text, at timestamptz default now()) returns timestamptz
  language sql stable
  as $$
    select min(h.expires_at) from held_permissions h where h.person_id = person and h.audience = portal and h.expires_at > at
  $$;

-- Whether a person has a way in.
create function may_sign_in(person uuid) returns boolean
  language sql stable
  as $$
    select exists (
      select from people p join user_credentials c on c.person_id = p.id and c.is_active where p.id = person and p.is_active
    )
  $$;

-- Administrators who stay: everything (`*`), without an end, and a way in of our own. Single sign-on is none: who comes by
-- a provider's word alone is shut out with it.
create view lasting_administrators as
  select distinct h.person_id
    from held_permissions h
    join people p on p.id = h.person_id and p.is_active
    join user_credentials c on c.person_id = p.id and c.is_active
   where h.audience = 'admin' and h.key = '*' and h.expires_at is null;

-- The last administrator stays, whatever is done by whatever path. Before a row that an administrator stands on goes, one
-- lock is taken, so that of two who remove each other the second sees what the first did; after the statement somebody must be left.
create function note_administrator() returns trigger language plpgsql as $$
declare
  affected boolean;
begin
  if tg_table_name = 'roles' then
    affected := exists (
      select from lasting_administrators a join person_roles pr on pr.person_id = a.person_id and pr.role_id = old.id and pr.is_active
    );
  elsif tg_table_name = 'people' then
    affected := exists (select from lasting_administrators a where a.person_id = old.id);
  else
    affected := exists (select from lasting_administrators a where a.person_id = old.person_id);
  end if;
  if affected then
    perform pg_advisory_xact_lock(hashtextextended('access.administrators', 0));
    perform set_config('app.administrator_touched', 'yes', true);
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create function keep_an_administrator() returns trigger language plpgsql as $$
begin
  if current_setting('app.administrator_touched', true) = 'yes' and not exists (select from lasting_administrators) then
    raise exception 'the last administrator must stay' using errcode = 'exclusion_violation', constraint = 'last_administrator';
  end if;
  return null;
end $$;

create trigger people_note_administrator before update on people for each row
  when (old.is_active and not new.is_active) execute function note_administrator();
create trigger people_note_deleted_administrator before delete on people for each row execute function note_administrator();
create trigger people_keep_administrator after update on people for each row
  when (old.is_active and not new.is_active) execute function keep_an_administrator();
create trigger people_keep_administrator_deleted after delete on people for each row execute function keep_an_administrator();

create trigger credentials_note_administrator before update on user_credentials for each row
  when (old.is_active and (not new.is_active or new.person_id <> old.person_id)) execute function note_administrator();
create trigger credentials_note_deleted_administrator before delete on user_credentials for each row execute function note_administrator();
create trigger credentials_keep_administrator after update on user_credentials for each row
  when (old.is_active and (not new.is_active or new.person_id <> old.person_id)) execute function keep_an_administrator();
create trigger credentials_keep_administrator_deleted after delete on user_credentials for each row execute function keep_an_administrator();

create trigger person_roles_note_administrator before update on person_roles for each row
  when (old.is_active and old.expires_at is null and (not new.is_active or new.expires_at is not null or new.person_id <> old.person_id or new.role_id <> old.role_id))
  execute function note_administrator();
create trigger person_roles_note_deleted_administrator before delete on person_roles for each row execute function note_administrator();
create trigger person_roles_keep_administrator after update on person_roles for each row
  when (old.is_active and old.expires_at is null and (not new.is_active or new.expires_at is not null or new.person_id <> old.person_id or new.role_id <> old.role_id))
  execute function keep_an_administrator();
create trigger person_roles_keep_administrator_deleted after delete on person_roles for each row execute function keep_an_administrator();

create trigger person_permissions_note_administrator before update on person_permissions for each row
  when (old.is_active and old.expires_at is null and (not new.is_active or new.expires_at is not null or new.person_id <> old.person_id or new.key <> old.key))
  execute function note_administrator();
create trigger person_permissions_note_deleted_administrator before delete on person_permissions for each row execute function note_administrator();
create trigger person_permissions_keep_administrator after update on person_permissions for each row
  when (old.is_active and old.expires_at is null and (not new.is_active or new.expires_at is not null or new.person_id <> old.person_id or new.key <> old.key))
  execute function keep_an_administrator();
create trigger person_permissions_keep_administrator_deleted after delete on person_permissions for each row execute function keep_an_administrator();

create trigger roles_note_administrator before update on roles for each row
  when (old.is_active and '*' = any (old.permissions) and (not new.is_active or not '*' = any (new.permissions) or new.audience <> old.audience))
  execute function note_administrator();
create trigger roles_keep_administrator after update on roles for each row
  when (old.is_active and '*' = any (old.permissions) and (not new.is_active or not '*' = any (new.permissions) or new.audience <> old.audience))
  execute function keep_an_administrator();

-- Somebody looked over what a person may do. `rights` is what they saw, so that a later change shows.
create table access_reviews (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete cascade,
  reviewed_by_id uuid references people on delete set null,
  reviewed_by_label text not null,
  note text,
  rights text[] not null default '{}'
);
create index access_reviews_person on access_reviews (person_id, created_at desc);
create index access_reviews_reviewer on access_reviews (reviewed_by_id) where reviewed_by_id is not null;

create trigger touch_updated_at before update on person_permissions for each row execute function touch_updated_at();
create trigger touch_updated_at before update on access_reviews for each row execute function touch_updated_at();

-- What a person holds at a moment, one line a role and a grant: what a reviewer signs.
create function rights_of(person uuid, at timestamptz default now()) returns text[]
  language sql stable
  as $$
    select coalesce(array_agg(held.line order by held.line), '{}')
      from (
        select 'role ' || r.key || coalesce(' until ' || to_char(pr.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), '') as line
          from person_roles pr join roles r on r.id = pr.role_id and r.is_active
         where pr.person_id = person and pr.is_active and (pr.expires_at is null or pr.expires_at > at)
        union all
        select 'grant ' || g.key || coalesce(' until ' || to_char(g.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), '')
          from person_permissions g
         where g.person_id = person and g.is_active and (g.expires_at is null or g.expires_at > at)
      ) held
  $$;
