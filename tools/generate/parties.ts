/** Staff, organizations, sites and subscribers. */
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";
import { business, districts, family, plans, streets } from "./words.ts";
import type { Scale } from "./functions.ts";

export async function staff(sql: TransactionSql, { agents, technicians }: Scale): Promise<void> {
  await sql.unsafe(`
    insert into people (id, display_name, created_at, updated_at)
    select pg_temp.agent_id(n), pg_temp.agent_name(n), pg_temp.until() - interval '9 years', pg_temp.until() - interval '1 year'
      from generate_series(1, ${agents}) n
    union all
    select pg_temp.technician_person(n), pg_temp.person_name(n, 93), pg_temp.until() - interval '9 years', pg_temp.until() - interval '1 year'
      from generate_series(1, ${technicians}) n`);
  await sql.unsafe(`
    insert into technicians (id, person_id, name, title, region, home_base, created_at, updated_at)
    select pg_temp.technician_id(n), pg_temp.technician_person(n), pg_temp.person_name(n, 93),
           (array['Splicer', 'Installer', 'Line technician', 'Senior splicer'])[1 + n % 4], pg_temp.region(1 + (n % ${districts.length})::int),
           st_setsrid(st_makepoint((pg_temp.centre(1 + (n % ${districts.length})::int))[0], (pg_temp.centre(1 + (n % ${districts.length})::int))[1]), 4326),
           pg_temp.until() - interval '9 years', pg_temp.until() - interval '1 year'
      from generate_series(1, ${technicians}) n`);
}

export async function organizations(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into organizations (id, name, created_at, updated_at)
    select pg_temp.organization_id(n), pg_temp.family(pg_temp.pick(n, 11, ${family.length}, 1.5)) || ' ' || pg_temp.business(pg_temp.pick(n, 12, ${business.length}, 1)),
           pg_temp.until() - interval '8 years', pg_temp.until() - interval '8 years'
      from generate_series(1, ${scale.organizations}) n`);
}

/** Houses lie thick at a district's centre and thin out: the sum of three dice. */
export async function sites(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into sites (id, name, address_line1, city, region, country_code, location, created_at, updated_at)
    select pg_temp.site_id(n),
           case when pg_temp.dice(n, 31) < 0.06 then pg_temp.family(pg_temp.pick(n, 32, ${family.length}, 1)) || (array[' House', ' Court', ' Plaza', ' Estate'])[1 + n % 4] end,
           pg_temp.pick(n, 33, 240, 1.4) || ' ' || pg_temp.family(pg_temp.pick(n, 34, ${family.length}, 1)) || ' ' || pg_temp.street(pg_temp.pick(n, 35, ${streets.length}, 1.6)),
           pg_temp.district(d.at), pg_temp.region(d.at), 'NG',
           st_setsrid(st_makepoint((pg_temp.centre(d.at))[0] + (pg_temp.dice(n, 36) + pg_temp.dice(n, 37) + pg_temp.dice(n, 38) - 1.5) * 0.018,
                                   (pg_temp.centre(d.at))[1] + (pg_temp.dice(n, 39) + pg_temp.dice(n, 40) + pg_temp.dice(n, 41) - 1.5) * 0.018), 4326),
           pg_temp.until() - interval '8 years', pg_temp.until() - interval '8 years'
      from generate_series(1, ${scale.sites}) n
     cross join lateral (select pg_temp.pick(n, 30, ${districts.length}, 1.3) as at) d`);
}

/** One in 25 is a business with an organization of its own. */
export async function subscribers(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into subscribers (id, name, status, organization_id, site_id, external_system, external_id, account_number, email, phone, service_plan, service_speed, balance,
                             activated_at, suspended_at, terminated_at, last_synced_at, created_at, updated_at)
    select pg_temp.subscriber_id(n), who.name, state.status,
           case when who.is_business then pg_temp.organization_id(n / 25) end, pg_temp.subscriber_site(n),
           'billing', n::text, 'C' || lpad(n::text, 7, '0'),
           case when pg_temp.dice(n, 44) < 0.8 then lower(replace(unaccent(who.name), ' ', '.')) || n || (array['@example.org', '@example.net', '@mail.example'])[1 + n % 3] end,
           '+23480' || lpad((10000000 + n)::text, 8, '0'),
           pg_temp.plan(who.plan), pg_temp.speed(who.plan), round((pg_temp.dice(n, 46) * 600 - 200)::numeric, 2),
           case when state.status <> 'pending' then pg_temp.subscriber_at(n) + interval '2 days' end,
           case when state.status = 'suspended' then pg_temp.until() - interval '40 days' * pg_temp.dice(n, 47) end,
           case when state.status = 'terminated' then pg_temp.subscriber_at(n) + (pg_temp.until() - pg_temp.subscriber_at(n)) * pg_temp.dice(n, 48) end,
           pg_temp.until() - interval '1 hour', pg_temp.subscriber_at(n), pg_temp.until() - interval '1 hour'
      from generate_series(1, ${scale.subscribers}::bigint) n
     cross join lateral (
       select n % 25 = 0 as is_business, pg_temp.pick(n, 45, ${plans.length}, 1.5) as plan,
              case when n % 25 = 0 then pg_temp.family(pg_temp.pick(n / 25, 11, ${family.length}, 1.5)) || ' ' || pg_temp.business(pg_temp.pick(n / 25, 12, ${business.length}, 1))
                   else pg_temp.person_name(n, 42) end as name) who
     cross join lateral (
       select case when n > ${scale.subscribers} * 0.995 then 'pending' when pg_temp.dice(n, 49) < 0.89 then 'active' when pg_temp.dice(n, 49) < 0.95 then 'suspended' else 'terminated' end as status) state`);
}
