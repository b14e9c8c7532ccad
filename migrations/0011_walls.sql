-- What the portals' roles got as everybody does, and do not need. Stands last, so that it covers the functions of all migrations before.

-- Functions of our own run for everybody unless told otherwise. The portals' queries need those of the policies and of the search.
do $$
declare
  own record;
begin
  for own in
    select p.oid::regprocedure as signature, p.proname, p.prosecdef
      from pg_proc p
     where p.pronamespace = current_schema()::regnamespace and p.prokind = 'f'
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  loop
    if own.proname !~ '^app_' and own.proname <> 'normalise_search' then
      execute format('revoke execute on function %s from public', own.signature);
    end if;
    -- A temporary table of the caller's would be found before ours, and what runs as its owner would read it: pg_temp goes last.
    if own.prosecdef then
      execute format('alter function %s set search_path = %I, pg_temp', own.signature, current_schema());
    end if;
  end loop;
end $$;

-- No portal makes temporary tables, either.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant temporary on database %I to %I', current_database(), current_user);
exception when insufficient_privilege then
  raise notice 'the owner of the database has to run: revoke temporary on database % from public', current_database();
end $$;

-- Functions of PostgreSQL that let a single expression leave its walls: set_config() changes whose rows a query reads and the
-- role of the statement after it, pg_notify() speaks to every replica, lo_*() keep things outside of all tables. Only a superuser
-- may shut them; they stay open to the roles named, which must hold those that migrate, serve, and take backups (pg_dump calls set_config).
create function shut_catalog_functions(variadic open_to text[]) returns void
  language plpgsql
  as $$
declare
  shut regprocedure;
  kept text;
begin
  foreach shut in array array[
    'pg_catalog.set_config(text, text, boolean)', 'pg_catalog.pg_notify(text, text)',
    'pg_catalog.lo_creat(integer)', 'pg_catalog.lo_create(oid)', 'pg_catalog.lo_from_bytea(oid, bytea)'
  ]::regprocedure[] loop
    foreach kept in array open_to loop
      execute format('grant execute on function %s to %I', shut, kept);
    end loop;
    execute format('revoke execute on function %s from public', shut);
  end loop;
end $$;
revoke execute on function shut_catalog_functions(text[]) from public;

do $$
begin
  if (select rolsuper from pg_roles where rolname = current_user) then
    perform shut_catalog_functions(current_user);
  end if;
end $$;
