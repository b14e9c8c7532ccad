/** What is no table: sequences, functions, other roles, files, other people's sessions, statistics. */
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import { attempt, refusals } from "./attempt.ts";

/** Whatever is asked here is refused. */
const forbidden: readonly string[] = [
  // Other roles, and out of the own one
  "set local role omni",
  "set local role omni_customer, omni_reseller, omni_vendor",
  "set session authorization omni",
  "set local row_security = off; select id from subscribers; select id from vendors",
  "create role walls_more",
  "alter role current_user superuser",
  "grant omni to current_user",
  // Expressions that a query could smuggle in
  "select set_config('role', 'none', true)",
  "select set_config('app.person_id', gen_random_uuid()::text, true)",
  "with wider as materialized (select set_config('app.subscriber_ids', '{}', true) as s) select id from subscribers, wider",
  "select pg_notify('omni_access', '*')",
  "select lo_create(0)",
  "select lo_creat(-1)",
  "select lo_from_bytea(0, '\\x00')",
  // Files, programs, the server
  "select pg_read_file('/etc/passwd')",
  "select pg_read_binary_file('/etc/passwd')",
  "select pg_ls_dir('.')",
  "select pg_stat_file('/etc/passwd')",
  "select lo_import('/etc/passwd')",
  "copy (select 1) to program 'id'",
  "copy (select 1) to '/tmp/walls'",
  "select dblink('', 'select 1')",
  "select pg_reload_conf()",
  "select pg_switch_wal()",
  "load 'auto_explain'",
  // Catalogues with secrets or data in them
  "select * from pg_authid",
  "select * from pg_shadow",
  "select * from pg_statistic",
  "select * from pg_statistic_ext_data",
  "select * from pg_largeobject",
  "select * from pg_user_mapping",
  "select * from pg_hba_file_rules",
  "select * from pg_subscription",
  // Things of one's own
  "create table walls (id int)",
  "create temporary table reseller_people (id int)",
  "create temporary view people as select 1",
  "select 1 as id into temporary walls",
  "create schema walls",
  "create sequence walls",
  "create view walls as select 1",
  "create type walls as (id int)",
  "create function walls() returns int language sql as 'select 1'",
  "create extension dblink",
  "create publication walls for all tables",
  "create event trigger walls on ddl_command_start execute function suppress_redundant_updates_trigger()",
];

export async function house_breaches(
  sql: TransactionSql,
  above: Sql | TransactionSql,
  role: string,
): Promise<string[]> {
  const breaches: string[] = [];
  for (const statement of forbidden) {
    for (const each of statement.includes("omni_customer,") ? others(role) : [statement]) {
      const outcome = await attempt(sql, each);
      if (!refusals.has(outcome.code) && outcome.code !== "0LP01") {
        breaches.push(`"${each}" is ${outcome.rows ? "allowed" : `answered ${outcome.code} ${outcome.message}`}`);
      }
    }
  }
  for (
    const { name } of await above<
      { name: string }[]
    >`select format('%I.%I', schemaname, sequencename) as name from pg_sequences`
  ) {
    for (
      const statement of [
        `select nextval('${name}')`,
        `select setval('${name}', 1)`,
        `select currval('${name}')`,
        `select last_value from ${name}`,
      ]
    ) {
      const outcome = await attempt(sql, statement);
      if (!refusals.has(outcome.code)) breaches.push(`"${statement}" is ${outcome.code || "allowed"}`);
    }
  }
  return [...breaches, ...await function_breaches(above, role), ...await told_by_statistics(sql)];
}

const others = (role: string): string[] =>
  ["omni_customer", "omni_reseller", "omni_vendor"].filter((each) => each !== role).map((each) =>
    `set local role ${each}`
  );

/** Our own functions that the role may call: those of the policies and of the search. What runs as its owner stands in the list with its reason. */
async function function_breaches(above: Sql | TransactionSql, role: string): Promise<string[]> {
  const rows = await above<{ name: string; definer: boolean; settings: string[] | null }[]>`
    select p.proname as name, p.prosecdef as definer, to_jsonb(p.proconfig) as settings
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace and has_function_privilege(${role}, p.oid, 'execute')
       and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
  return rows.flatMap(({ name, definer, settings }) => [
    ...(/^app_/.test(name) || name === "normalise_search" ? [] : [`${role} may call ${name}()`]),
    ...(definer && !settings?.some((each) => /^search_path=.*, pg_temp$/.test(each))
      ? [`${name}() runs as its owner and finds temporary tables first`]
      : []),
  ]);
}

/** Samples of columns, and what other sessions ask. */
async function told_by_statistics(sql: TransactionSql): Promise<string[]> {
  const breaches: string[] = [];
  const { rows: samples } = await attempt(
    sql,
    "select string_agg(concat(most_common_vals::text, histogram_bounds::text), ' ') as text from pg_stats",
  );
  if (/zz-(own|foreign|beside|vendors)/.test(String(samples?.[0]?.text))) breaches.push("pg_stats shows values");
  const { rows: queries } = await attempt(
    sql,
    "select string_agg(query, ' ') as text from pg_stat_activity where usename is distinct from session_user",
  );
  if (/select|update|insert/i.test(String(queries?.[0]?.text ?? ""))) {
    breaches.push("pg_stat_activity shows the queries of others");
  }
  return breaches;
}
