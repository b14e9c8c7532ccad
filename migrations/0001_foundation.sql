-- What every later migration stands on: extensions, ids, search, and who a portal's query runs as.

create extension if not exists postgis;
create extension if not exists pg_trgm;     -- substring search by index
create extension if not exists btree_gist;  -- no double booking: exclusion over a uuid and a time range
create extension if not exists unaccent;

-- UUID version 7 (RFC 9562): 48 bits of milliseconds, then 12 bits of the fraction of the millisecond (its method 3),
-- then 62 random bits. Ids made one after another by one server sort by time down to the microsecond.
do $$
begin
  if to_regproc('pg_catalog.uuidv7') is not null then
    create function uuid_v7() returns uuid language sql volatile parallel safe
      as 'select pg_catalog.uuidv7()';
  else
    create function uuid_v7() returns uuid language sql volatile parallel safe as $body$
      select encode(
               substring(int8send(us / 1000) from 3)
               || int2send((28672 + (us % 1000) * 4096 / 1000)::int2)   -- 28672 = 0x7000, the version
               || substring(uuid_send(gen_random_uuid()) from 9),       -- brings the variant bits along
               'hex')::uuid
        from (select (extract(epoch from clock_timestamp()) * 1000000)::int8 as us) as clock
    $body$;
  end if;
end
$$;

-- updated_at is also the version of a row for optimistic locking: two updates in one transaction must differ.
create function touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(clock_timestamp(), old.updated_at + interval '1 microsecond');
  return new;
end
$$;

-- The form of a text that search compares: "Müller-Straße" is found by "muller-strasse". Declared immutable so that
-- an index can hold it, which is true as long as nobody edits the unaccent dictionary. Extensions may live in a schema
-- of their own on managed servers, and an index is built with an empty search_path: so the name is spelled out.
do $$
declare
  home text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'unaccent');
begin
  execute format(
    $sql$
    create function normalise_search(text) returns text language sql immutable strict parallel safe
      as 'select lower(%1$I.unaccent(''%1$I.unaccent''::regdictionary, $1))'
    $sql$, home);
end
$$;

-- The roles that portals' queries run as. Roles belong to the whole cluster: another database may create them at this
-- very moment, and on a managed server an administrator may have to.
do $$
declare
  portal_role text;
begin
  foreach portal_role in array array['omni_customer', 'omni_reseller', 'omni_vendor'] loop
    if not exists (select from pg_roles where rolname = portal_role) then
      begin
        execute format('create role %I nologin noinherit nobypassrls', portal_role);
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise exception 'role % is missing and % may not create roles', portal_role, current_user
            using hint = format('Let a superuser run once: create role %1$I nologin; grant %1$I to %2$I;', portal_role, current_user);
      end;
    end if;
    -- Membership is what `set local role` asks for. Concurrent grants collide on the catalogue's row (XX000), then it is there.
    for attempt in 1..5 loop
      exit when pg_has_role(current_user, portal_role, 'member');
      begin
        execute format('grant %I to %I', portal_role, current_user);
      exception
        when unique_violation or internal_error then perform pg_sleep(0.02 * attempt);
        when insufficient_privilege then
          raise exception '% is not a member of role %', current_user, portal_role
            using hint = format('Let a superuser run once: grant %I to %I;', portal_role, current_user);
      end;
    end loop;
    execute format('grant usage on schema public to %I', portal_role);
  end loop;
end
$$;

-- The context that a transaction sets for row-level security. Nothing set means nothing seen.
-- In a policy write any ((select app_subscriber_ids())::uuid[]), a SELECT of its own: evaluated once a query. Without it
-- the setting is parsed for every row: 20 microseconds a row for 40 ids.
create function app_subscriber_ids() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.subscriber_ids', true), ''), '{}')::uuid[] $$;

create function app_person_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.person_id', true), '')::uuid $$;

create function app_vendor_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.vendor_id', true), '')::uuid $$;

create function app_reseller_id() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.reseller_id', true), '')::uuid $$;

-- 'customer', 'reseller', 'vendor', or null for the application itself. FORCE ROW LEVEL SECURITY binds the owner of a
-- table too (only superusers pass), so each such table needs a policy for staff: using (app_portal() is null).
create function app_portal() returns text language sql stable parallel safe
  as $$ select case current_user
                 when 'omni_customer' then 'customer'
                 when 'omni_reseller' then 'reseller'
                 when 'omni_vendor' then 'vendor'
               end $$;
