-- Resellers and vendors as portals: whose they are, for how long, and what their database roles may read.

-- A reseller's people and customers. A relation counts from `since` until just before `until`; one subscriber has one reseller at a time.
create table reseller_people (
  like entity_row including defaults,
  primary key (id),
  reseller_id uuid not null references resellers on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null default 'member' check (role in ('manager', 'member'))
);
create unique index reseller_people_one_each on reseller_people (reseller_id, person_id) where is_active;
create index reseller_people_person on reseller_people (person_id);

create table reseller_subscribers (
  like entity_row including defaults,
  primary key (id),
  reseller_id uuid not null references resellers on delete restrict,
  subscriber_id uuid not null references subscribers on delete cascade,
  since timestamptz not null default now(),
  until timestamptz,
  constraint reseller_subscribers_in_order check (until > since),
  constraint reseller_subscribers_one_at_a_time exclude using gist (subscriber_id with =, tstzrange(since, until) with &&) where (is_active)
);
create index reseller_subscribers_reseller on reseller_subscribers (reseller_id, since);

-- The relation takes the place of the single column, which knew no time.
insert into reseller_subscribers (reseller_id, subscriber_id, since)
select reseller_id, id, created_at from subscribers where reseller_id is not null;
alter table subscribers drop column reseller_id;

create table vendors (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  code text,
  contact_name text,
  contact_email text,
  contact_phone text,
  license_number text,
  service_area text,
  notes text,
  search_text text generated always as (normalise_search(name || ' ' || coalesce(code, '') || ' ' || coalesce(license_number, ''))) stored
);
create unique index vendors_code on vendors (lower(code)) where is_active;
create index vendors_search on vendors using gin (search_text gin_trgm_ops);
create index vendors_created on vendors (created_at desc, id desc) where is_active;

create table vendor_people (
  like entity_row including defaults,
  primary key (id),
  vendor_id uuid not null references vendors on delete cascade,
  person_id uuid not null references people on delete cascade,
  role text not null default 'member' check (role in ('manager', 'member'))
);
create unique index vendor_people_one_each on vendor_people (vendor_id, person_id) where is_active;
create index vendor_people_person on vendor_people (person_id);

create sequence project_number;
create table projects (
  like entity_row including defaults,
  primary key (id),
  number text not null default document_number('PRJ-', nextval('project_number'), 6),
  name text not null,
  description text,
  status text not null default 'planned' check (status in ('planned', 'active', 'on_hold', 'completed', 'canceled')),
  subscriber_id uuid references subscribers on delete restrict,
  site_id uuid references sites on delete set null,
  start_on date,
  due_on date,
  completed_at timestamptz,
  search_text text generated always as (normalise_search(name)) stored,
  constraint projects_dates_in_order check (due_on >= start_on)
);
create unique index projects_number on projects (number);
create index projects_number_prefix on projects (number text_pattern_ops);
create index projects_search on projects using gin (search_text gin_trgm_ops);
create index projects_created on projects (created_at desc, id desc) where is_active;
create index projects_status on projects (status, created_at desc, id desc) where is_active;
create index projects_due on projects (due_on, id) where is_active and due_on is not null;
create index projects_subscriber on projects (subscriber_id) where subscriber_id is not null;
create index projects_site on projects (site_id) where site_id is not null;

-- Several contractors may share a project; a job has one at a time, so that nobody stands before a closed door.
create table vendor_projects (
  like entity_row including defaults,
  primary key (id),
  vendor_id uuid not null references vendors on delete restrict,
  project_id uuid not null references projects on delete cascade,
  since timestamptz not null default now(),
  until timestamptz,
  constraint vendor_projects_in_order check (until > since),
  constraint vendor_projects_once_at_a_time exclude using gist (project_id with =, vendor_id with =, tstzrange(since, until) with &&) where (is_active)
);
create index vendor_projects_vendor on vendor_projects (vendor_id, since);

create table vendor_work_orders (
  like entity_row including defaults,
  primary key (id),
  vendor_id uuid not null references vendors on delete restrict,
  work_order_id uuid not null references work_orders on delete cascade,
  since timestamptz not null default now(),
  until timestamptz,
  constraint vendor_work_orders_in_order check (until > since),
  constraint vendor_work_orders_one_at_a_time exclude using gist (work_order_id with =, tstzrange(since, until) with &&) where (is_active)
);
create index vendor_work_orders_vendor on vendor_work_orders (vendor_id, since);

do $$
declare
  fresh text;
begin
  foreach fresh in array array['reseller_people', 'reseller_subscribers', 'vendors', 'vendor_people', 'projects', 'vendor_projects', 'vendor_work_orders'] loop
    execute format('create trigger touch_updated_at before update on %I for each row execute function touch_updated_at()', fresh);
  end loop;
end $$;

-- Words for the contractor are neither for the customer nor for the house alone.
alter table work_order_notes drop constraint work_order_notes_visibility_check;
alter table work_order_notes add constraint work_order_notes_visibility_check check (visibility in ('public', 'vendor', 'internal'));
-- Who speaks is told as what they are: a reseller's answer is not the customer's own.
alter table ticket_comments drop constraint ticket_comments_author_kind_check;
alter table ticket_comments add constraint ticket_comments_author_kind_check check (author_kind in ('staff', 'customer', 'reseller', 'vendor', 'system'));
alter table attachments drop constraint attachments_uploaded_by_kind_check;
alter table attachments add constraint attachments_uploaded_by_kind_check check (uploaded_by_kind in ('staff', 'customer', 'reseller', 'vendor', 'system'));

-- What a person reaches at this moment. A policy asks `in (select app_…())`: evaluated once a statement, hashed, whatever the number
-- of rows. Membership, `since` and `until` are judged here against now(), so that what has ended shows nothing from its second on, to
-- sessions that are open too. The functions run as their owner: the portals' roles need no right on the relations themselves.
drop function app_vendor_id();
drop function app_reseller_id();

create function app_reseller_ids() returns setof uuid language sql stable security definer rows 2 set search_path from current
  as $$
    select r.id
      from reseller_people m
      join resellers r on r.id = m.reseller_id and r.is_active
     where m.person_id = app_person_id() and m.is_active
  $$;

create function app_reseller_subscriber_ids() returns setof uuid language sql stable security definer rows 500 set search_path from current
  as $$
    select l.subscriber_id
      from reseller_subscribers l
     where l.reseller_id in (select app_reseller_ids()) and l.is_active and l.since <= now() and (l.until is null or l.until > now())
  $$;

create function app_vendor_ids() returns setof uuid language sql stable security definer rows 2 set search_path from current
  as $$
    select v.id
      from vendor_people m
      join vendors v on v.id = m.vendor_id and v.is_active
     where m.person_id = app_person_id() and m.is_active
  $$;

create function app_vendor_project_ids() returns setof uuid language sql stable security definer rows 50 set search_path from current
  as $$
    select l.project_id
      from vendor_projects l
     where l.vendor_id in (select app_vendor_ids()) and l.is_active and l.since <= now() and (l.until is null or l.until > now())
  $$;

create function app_vendor_work_order_ids() returns setof uuid language sql stable security definer rows 200 set search_path from current
  as $$
    select l.work_order_id
      from vendor_work_orders l
     where l.vendor_id in (select app_vendor_ids()) and l.is_active and l.since <= now() and (l.until is null or l.until > now())
  $$;

-- Where the own work is.
create function app_vendor_site_ids() returns setof uuid language sql stable security definer rows 200 set search_path from current
  as $$
    select w.site_id from work_orders w where w.id in (select app_vendor_work_order_ids()) and w.is_active and w.site_id is not null
    union
    select p.site_id from projects p where p.id in (select app_vendor_project_ids()) and p.is_active and p.site_id is not null
  $$;

-- Whom to call, as long as there is something to call for.
create function app_vendor_subscriber_ids() returns setof uuid language sql stable security definer rows 100 set search_path from current
  as $$
    select w.subscriber_id
      from work_orders w
     where w.id in (select app_vendor_work_order_ids()) and w.is_active
       and w.status in ('scheduled', 'dispatched', 'in_progress') and w.subscriber_id is not null
  $$;

-- As text, as attachments name the note they came with.
create function app_vendor_note_ids() returns setof text language sql stable security definer rows 500 set search_path from current
  as $$
    select n.id::text
      from work_order_notes n
     where n.work_order_id in (select app_vendor_work_order_ids()) and n.is_active and n.visibility in ('public', 'vendor')
  $$;

-- Resellers: what the customer sees, of all customers they serve now.
select portal_reads('omni_reseller', 'resellers', 'id in (select app_reseller_ids())',
  array['id', 'name', 'code', 'contact_email', 'contact_phone', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'subscribers', 'id in (select app_reseller_subscriber_ids())',
  array['id', 'number', 'name', 'status', 'site_id', 'account_number', 'email', 'phone', 'service_plan', 'service_speed', 'activated_at', 'suspended_at', 'terminated_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'sites', 'id in (select s.site_id from subscribers s where s.id in (select app_reseller_subscriber_ids()))',
  array['id', 'label', 'name', 'address_line1', 'address_line2', 'city', 'region', 'postal_code', 'country_code', 'location', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'tickets', 'subscriber_id in (select app_reseller_subscriber_ids())',
  array['id', 'number', 'subject', 'description', 'status', 'priority', 'channel', 'subscriber_id', 'site_id', 'previous_ticket_id', 'due_at', 'first_response_at', 'resolved_at', 'closed_at', 'rating', 'rating_comment', 'rated_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'ticket_comments', 'visibility = ''public'' and ticket_id in (select k.id from tickets k where k.subscriber_id in (select app_reseller_subscriber_ids()))',
  array['id', 'ticket_id', 'author_name', 'author_kind', 'visibility', 'body', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'work_orders', 'subscriber_id in (select app_reseller_subscriber_ids()) and scheduled_start is not null',
  array['id', 'number', 'title', 'status', 'work_type', 'subscriber_id', 'ticket_id', 'site_id', 'scheduled_start', 'scheduled_end', 'started_at', 'completed_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_reseller', 'attachments', 'visibility = ''public'' and subscriber_id in (select app_reseller_subscriber_ids())',
  array['id', 'entity_type', 'entity_id', 'part_id', 'file_name', 'content_type', 'byte_size', 'sha256', 'visibility', 'subscriber_id', 'uploaded_by_name', 'uploaded_by_kind', 'created_at', 'updated_at', 'is_active']);

-- Vendors: where, when and what of the work they were given; of the customer a name and a number to call.
select portal_reads('omni_vendor', 'vendors', 'id in (select app_vendor_ids())',
  array['id', 'name', 'code', 'contact_name', 'contact_email', 'contact_phone', 'license_number', 'service_area', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'projects', 'id in (select app_vendor_project_ids())',
  array['id', 'number', 'name', 'description', 'status', 'site_id', 'start_on', 'due_on', 'completed_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'work_orders', 'id in (select app_vendor_work_order_ids())',
  array['id', 'number', 'title', 'description', 'status', 'priority', 'work_type', 'site_id', 'estimated_duration_minutes', 'scheduled_start', 'scheduled_end', 'started_at', 'completed_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'work_order_notes', 'visibility in (''public'', ''vendor'') and work_order_id in (select app_vendor_work_order_ids())',
  array['id', 'work_order_id', 'author_name', 'visibility', 'body', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'sites', 'id in (select app_vendor_site_ids())',
  array['id', 'label', 'name', 'address_line1', 'address_line2', 'city', 'region', 'postal_code', 'country_code', 'location', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'subscribers', 'id in (select app_vendor_subscriber_ids())',
  array['id', 'number', 'name', 'phone', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_vendor', 'attachments', 'entity_type = ''work_order'' and part_id in (select app_vendor_note_ids())',
  array['id', 'entity_type', 'entity_id', 'part_id', 'file_name', 'content_type', 'byte_size', 'sha256', 'visibility', 'uploaded_by_name', 'uploaded_by_kind', 'created_at', 'updated_at', 'is_active']);
