-- Tickets, work orders and the people in the field.

-- What 0002 could not bind yet. A file keeps its owner; a person who leaves takes the own views along.
alter table attachments add constraint attachments_subscriber foreign key (subscriber_id) references subscribers on delete restrict;
alter table attachments add constraint attachments_uploaded_by foreign key (uploaded_by_id) references people on delete set null;
alter table saved_views add constraint saved_views_person foreign key (person_id) references people on delete cascade;

create sequence ticket_number;
create table tickets (
  like entity_row including defaults,
  primary key (id),
  number text not null default document_number('TKT-', nextval('ticket_number'), 6),
  subject text not null,
  description text,
  status text not null default 'new' check (status in ('new', 'open', 'pending', 'on_hold', 'resolved', 'closed', 'canceled')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  channel text not null default 'web' check (channel in ('web', 'portal', 'email', 'phone', 'chat', 'api')),
  subscriber_id uuid references subscribers on delete restrict,
  site_id uuid references sites on delete set null,
  contact_id uuid references people on delete set null,
  created_by_id uuid references people on delete set null,
  assigned_to_id uuid references people on delete set null,
  previous_ticket_id uuid references tickets on delete set null,
  tags text[] not null default '{}',
  due_at timestamptz,
  first_response_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  rating int check (rating between 1 and 5),
  rating_comment text,
  rated_at timestamptz,
  search_text text generated always as (normalise_search(subject)) stored
);
create unique index tickets_number on tickets (number);
create index tickets_number_prefix on tickets (number text_pattern_ops);
create index tickets_search on tickets using gin (search_text gin_trgm_ops);
create index tickets_created on tickets (created_at desc, id desc) where is_active;
create index tickets_status on tickets (status, created_at desc, id desc) where is_active;
create index tickets_updated on tickets (updated_at desc, id desc) where is_active;
create index tickets_due on tickets (due_at, id) where is_active;
create index tickets_due_last on tickets (due_at desc nulls last, id desc) where is_active;
-- What a desk works on: most tickets are done with.
create index tickets_open_due on tickets (due_at, id) where is_active and status in ('new', 'open', 'pending', 'on_hold');
create index tickets_resolved on tickets (resolved_at) where is_active and resolved_at is not null;
create index tickets_subscriber on tickets (subscriber_id, created_at desc, id desc);
create index tickets_assigned_to on tickets (assigned_to_id, created_at desc, id desc) where is_active;
create index tickets_site on tickets (site_id) where site_id is not null;
create index tickets_contact on tickets (contact_id) where contact_id is not null;
create index tickets_created_by on tickets (created_by_id) where created_by_id is not null;
create index tickets_previous on tickets (previous_ticket_id) where previous_ticket_id is not null;

create table ticket_comments (
  like entity_row including defaults,
  primary key (id),
  ticket_id uuid not null references tickets on delete cascade,
  author_id uuid references people on delete set null,
  author_name text not null,
  author_kind text not null check (author_kind in ('staff', 'customer', 'system')),
  visibility text not null default 'public' check (visibility in ('public', 'internal')),
  body text not null
);
create index ticket_comments_ticket on ticket_comments (ticket_id, created_at, id);
create index ticket_comments_author on ticket_comments (author_id) where author_id is not null;

create table skills (
  like entity_row including defaults,
  primary key (id),
  name text not null,
  description text,
  search_text text generated always as (normalise_search(name)) stored
);
create unique index skills_name on skills (lower(name)) where is_active;
create index skills_search on skills using gin (search_text gin_trgm_ops);

create table technicians (
  like entity_row including defaults,
  primary key (id),
  person_id uuid not null references people on delete restrict,
  name text not null,
  title text,
  region text,
  home_base geometry(Point, 4326),
  search_text text generated always as (normalise_search(name || ' ' || coalesce(region, ''))) stored
);
create unique index technicians_person on technicians (person_id) where is_active;
create index technicians_search on technicians using gin (search_text gin_trgm_ops);
create index technicians_home_base on technicians using gist (home_base);

create table technician_skills (
  like entity_row including defaults,
  primary key (id),
  technician_id uuid not null references technicians on delete cascade,
  skill_id uuid not null references skills on delete restrict,
  proficiency int not null default 3 check (proficiency between 1 and 5)
);
create unique index technician_skills_one_each on technician_skills (technician_id, skill_id) where is_active;
create index technician_skills_skill on technician_skills (skill_id);

create table shifts (
  like entity_row including defaults,
  primary key (id),
  technician_id uuid not null references technicians on delete cascade,
  start_at timestamptz not null,
  end_at timestamptz not null,
  constraint shifts_in_order check (end_at > start_at),
  constraint shifts_no_overlap exclude using gist (technician_id with =, tstzrange(start_at, end_at) with &&) where (is_active)
);
create index shifts_technician on shifts (technician_id, start_at);
-- A board reads all technicians of a day; the exclusion's own index begins with the technician and would be read whole.
create index shifts_window on shifts using gist (tstzrange(start_at, end_at)) where is_active;

create table absences (
  like entity_row including defaults,
  primary key (id),
  technician_id uuid not null references technicians on delete cascade,
  start_at timestamptz not null,
  end_at timestamptz not null,
  reason text,
  constraint absences_in_order check (end_at > start_at)
);
create index absences_technician on absences (technician_id, start_at);
create index absences_window on absences using gist (tstzrange(start_at, end_at)) where is_active;

create sequence work_order_number;
create table work_orders (
  like entity_row including defaults,
  primary key (id),
  number text not null default document_number('WO-', nextval('work_order_number'), 6),
  title text not null,
  description text,
  status text not null default 'draft' check (status in ('draft', 'scheduled', 'dispatched', 'in_progress', 'completed', 'canceled')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  work_type text not null default 'repair' check (work_type in ('install', 'repair', 'survey', 'maintenance', 'disconnect', 'other')),
  subscriber_id uuid references subscribers on delete restrict,
  ticket_id uuid references tickets on delete set null,
  site_id uuid references sites on delete set null,
  estimated_duration_minutes int not null default 60 check (estimated_duration_minutes between 5 and 1440),
  scheduled_start timestamptz,
  scheduled_end timestamptz,
  started_at timestamptz,
  completed_at timestamptz,
  completion_notes text,
  cancel_reason text,
  created_by_id uuid references people on delete set null,
  search_text text generated always as (normalise_search(title)) stored,
  constraint work_orders_window_in_order check (scheduled_end > scheduled_start),
  constraint work_orders_window_whole check ((scheduled_start is null) = (scheduled_end is null))
);
create unique index work_orders_number on work_orders (number);
create index work_orders_number_prefix on work_orders (number text_pattern_ops);
create index work_orders_search on work_orders using gin (search_text gin_trgm_ops);
create index work_orders_created on work_orders (created_at desc, id desc) where is_active;
create index work_orders_status on work_orders (status, created_at desc, id desc) where is_active;
create index work_orders_open_schedule on work_orders (scheduled_start, id)
  where is_active and status in ('draft', 'scheduled', 'dispatched', 'in_progress');
create index work_orders_schedule on work_orders (scheduled_start, id) where is_active and scheduled_start is not null;
create index work_orders_subscriber on work_orders (subscriber_id, created_at desc) where subscriber_id is not null;
create index work_orders_ticket on work_orders (ticket_id) where ticket_id is not null;
create index work_orders_site on work_orders (site_id) where site_id is not null;
create index work_orders_created_by on work_orders (created_by_id) where created_by_id is not null;

create table work_order_skills (
  work_order_id uuid not null references work_orders on delete cascade,
  skill_id uuid not null references skills on delete restrict,
  primary key (work_order_id, skill_id)
);
create index work_order_skills_skill on work_order_skills (skill_id);

-- Who does the job, and when. The window stands here too, so that the database itself refuses a double booking.
create table work_order_assignments (
  like entity_row including defaults,
  primary key (id),
  work_order_id uuid not null references work_orders on delete cascade,
  technician_id uuid not null references technicians on delete restrict,
  start_at timestamptz not null,
  end_at timestamptz not null,
  is_primary boolean not null default true,
  constraint work_order_assignments_in_order check (end_at > start_at),
  constraint work_order_assignments_no_double_booking exclude using gist (technician_id with =, tstzrange(start_at, end_at) with &&) where (is_active)
);
create unique index work_order_assignments_one_each on work_order_assignments (work_order_id, technician_id) where is_active;
create unique index work_order_assignments_one_primary on work_order_assignments (work_order_id) where is_primary and is_active;
create index work_order_assignments_technician on work_order_assignments (technician_id, start_at) where is_active;
create index work_order_assignments_window on work_order_assignments using gist (tstzrange(start_at, end_at)) where is_active;

create table work_order_notes (
  like entity_row including defaults,
  primary key (id),
  work_order_id uuid not null references work_orders on delete cascade,
  author_id uuid references people on delete set null,
  author_name text not null,
  visibility text not null default 'internal' check (visibility in ('public', 'internal')),
  body text not null
);
create index work_order_notes_work_order on work_order_notes (work_order_id, created_at, id);
create index work_order_notes_author on work_order_notes (author_id) where author_id is not null;

select portal_reads('omni_customer', 'tickets', 'subscriber_id = any ((select app_subscriber_ids())::uuid[])',
  array['id', 'number', 'subject', 'description', 'status', 'priority', 'channel', 'subscriber_id', 'site_id', 'previous_ticket_id', 'due_at', 'first_response_at', 'resolved_at', 'closed_at', 'rating', 'rating_comment', 'rated_at', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_customer', 'ticket_comments', 'visibility = ''public'' and ticket_id in (select k.id from tickets k where k.subscriber_id = any ((select app_subscriber_ids())::uuid[]))',
  array['id', 'ticket_id', 'author_name', 'author_kind', 'visibility', 'body', 'created_at', 'updated_at', 'is_active']);
select portal_reads('omni_customer', 'work_orders', 'subscriber_id = any ((select app_subscriber_ids())::uuid[]) and scheduled_start is not null',
  array['id', 'number', 'title', 'status', 'work_type', 'subscriber_id', 'ticket_id', 'site_id', 'scheduled_start', 'scheduled_end', 'started_at', 'completed_at', 'created_at', 'updated_at', 'is_active']);
grant select (part_id, uploaded_by_name, uploaded_by_kind) on attachments to omni_customer;
