import type { ComponentChildren } from "preact";
import type { Tone } from "../badge.tsx";
import { StatusBadge } from "../badge.tsx";
import { Button, IconButton, LinkButton } from "../button.tsx";
import { PersonLine } from "../avatar.tsx";
import { DueMark } from "../due_mark.tsx";
import { SelectField } from "../form/select_field.tsx";
import { SearchField } from "../form/search_field.tsx";
import { Icon, type IconName } from "../icon.tsx";
import { BulkBar, Listing } from "../list/bulk_bar.tsx";
import { TitleCell, TwoLines } from "../list/cells.tsx";
import { type Column, DataTable } from "../list/data_table.tsx";
import { FilterBar, FilterChip } from "../list/filter_bar.tsx";
import { KeyHints, list_hints } from "../list/key_hints.tsx";
import { Pager } from "../list/pager.tsx";
import { ViewTabs } from "../list/view_tabs.tsx";
import { Menu } from "../menu.tsx";
import { PageHeader } from "../page_header.tsx";
import { Panel } from "../panel.tsx";
import { type Priority, PriorityMark } from "../priority_mark.tsx";
import { Time } from "../time.tsx";
import { sample_now, sample_zone } from "./sample_nav.ts";

interface SampleRow {
  number: string;
  title: string;
  mark?: IconName;
  who: string;
  where: string;
  status: [Tone, string];
  priority: Priority;
  due: [text: string, used: number, tone: Tone];
  assignee?: string;
  updated: string;
}

const at = (minutes: number) => new Date(Date.parse(sample_now) - minutes * 60_000).toISOString();
const rows: SampleRow[] = [
  {
    number: "TKT-004812",
    title: "No light on the router since 07:40",
    mark: "paperclip",
    who: "Hassan Eze",
    where: "Garki, AP-000015",
    status: ["primary", "Open"],
    priority: "urgent",
    due: ["18 min left", 0.92, "bad"],
    assignee: "Ada Ojo",
    updated: at(2),
  },
  {
    number: "TKT-004811",
    title: "Speed drops every evening",
    who: "Balogun Hotel",
    where: "Wuse, BLD-000009",
    status: ["info", "New"],
    priority: "high",
    due: ["1 h 40 left", 0.55, "warn"],
    updated: at(6),
  },
  {
    number: "TKT-004809",
    title: "Cable cut by road works at Tanko Street",
    mark: "link",
    who: "Cut · 64 subscribers",
    where: "Katampe, CAB-000811",
    status: ["primary", "Open"],
    priority: "urgent",
    due: ["52 min left", 0.72, "warn"],
    assignee: "Musa Sani",
    updated: at(9),
  },
  {
    number: "TKT-004806",
    title: "Move ONT to the new office floor",
    who: "Danladi Chambers",
    where: "Maitama, BLD-000412",
    status: ["warn", "Pending"],
    priority: "normal",
    due: ["paused", 0.3, "neutral"],
    assignee: "Ada Ojo",
    updated: at(31),
  },
  {
    number: "TKT-004803",
    title: "Postal address is wrong",
    who: "Ngozi Kalu",
    where: "Jabi, BLD-000239",
    status: ["primary", "Open"],
    priority: "low",
    due: ["tomorrow 11:20", 0.12, "ok"],
    assignee: "Kemi Ekpo",
    updated: at(64),
  },
  {
    number: "TKT-004801",
    title: "Router restarts after storms",
    mark: "paperclip",
    who: "Ibrahim Ekpo",
    where: "Wuse, BLD-001165",
    status: ["primary", "Open"],
    priority: "normal",
    due: ["5 h left", 0.25, "ok"],
    assignee: "Musa Sani",
    updated: at(80),
  },
  {
    number: "TKT-004797",
    title: "Install delayed twice, wants a call",
    who: "Queen Fashola",
    where: "Garki, BLD-000622",
    status: ["info", "New"],
    priority: "high",
    due: ["2 h 05 left", 0.48, "ok"],
    updated: at(125),
  },
  {
    number: "TKT-004795",
    title: "Public IP does not answer",
    who: "Zubair Logistics",
    where: "Jabi, BLD-000301",
    status: ["ok", "Resolved"],
    priority: "normal",
    due: ["met, 3 h 12", 1, "ok"],
    assignee: "Kemi Ekpo",
    updated: at(190),
  },
  {
    number: "TKT-004790",
    title: "ONT shows LOS after splice work",
    mark: "link",
    who: "Halima Garba",
    where: "Katampe, ENC-000045",
    status: ["primary", "Open"],
    priority: "high",
    due: ["1 h 12 left", 0.66, "warn"],
    assignee: "Ada Ojo",
    updated: at(200),
  },
];

const columns: Column<SampleRow>[] = [
  {
    key: "ticket",
    label: "Ticket",
    card: "title",
    sort: { href: "?show=list&sort=number", direction: "none" },
    cell: (row) => (
      <TitleCell
        number={row.number}
        title={row.title}
        marks={row.mark && (
          <Icon name={row.mark} class="size-3.5" label={row.mark === "link" ? "linked" : "has attachments"} />
        )}
      />
    ),
  },
  {
    key: "customer",
    label: "Customer and site",
    card: "line",
    cell: (row) => <TwoLines main={row.who} sub={row.where} />,
  },
  {
    key: "status",
    label: "Status",
    card: "corner",
    cell: (row) => <StatusBadge tone={row.status[0]} label={row.status[1]} />,
  },
  {
    key: "priority",
    label: "Priority",
    card: "meta",
    sort: { href: "?show=list&sort=priority", direction: "none" },
    cell: (row) => <PriorityMark priority={row.priority} />,
  },
  {
    key: "due",
    label: "Resolution due",
    card: "meta",
    sort: { href: "?show=list&sort=-due", direction: "ascending" },
    cell: (row) => <DueMark text={row.due[0]} used={row.due[1]} tone={row.due[2]} />,
  },
  {
    key: "assignee",
    label: "Assignee",
    card: "meta",
    cell: (row) =>
      row.assignee
        ? <PersonLine name={row.assignee} />
        : <Button type="button" variant="ghost" size="sm" icon="user-plus" class="-ml-2.5">Assign</Button>,
  },
  {
    key: "updated",
    label: "Updated",
    align: "end",
    card: "hide",
    cell: (row) => (
      <span class="text-xs text-ink-3">
        <Time at={row.updated} now={sample_now} zone={sample_zone} />
      </span>
    ),
  },
];

export function SampleList({ islands }: { islands?: ComponentChildren }) {
  return (
    <>
      <PageHeader
        title="Tickets"
        count="48 open"
        actions={
          <>
            <LinkButton href="#export" icon="download">Export</LinkButton>
            <LinkButton href="#new" icon="plus" variant="primary">New ticket</LinkButton>
          </>
        }
      />
      <ViewTabs
        save_href="#save"
        views={[
          { label: "All open", href: "/style?show=list", count: 48, current: true },
          { label: "Mine", href: "#mine", count: 9 },
          { label: "Unassigned", href: "#unassigned", count: 7 },
          { label: "Breaching in 2 h", href: "#breaching", count: 5, shared: true },
          { label: "Outage #31", href: "#outage", count: 64 },
          { label: "Waiting for customer", href: "#waiting", count: 11 },
        ]}
      />
      <Listing>
        <Panel>
          <FilterBar
            action="/style"
            keep={{ show: "list" }}
            search={<SearchField placeholder="Number, subject, person, phone…" />}
            chips={
              <>
                <FilterChip label="Status" value="is not closed" remove_href="?show=list" />
                <FilterChip label="Team" value="Access, NOC" remove_href="?show=list" />
              </>
            }
            fields={
              <SelectField
                small
                name="priority"
                label="Priority"
                empty="Any"
                options={[{ value: "high", label: "High" }, { value: "urgent", label: "Urgent" }]}
              />
            }
            tools={
              <>
                <Menu
                  id="sorting"
                  label="Due first"
                  icon="arrow-down-wide-narrow"
                  variant="ghost"
                  size="sm"
                  entries={[{ label: "Due first", href: "?show=list", current: true }, {
                    label: "Last updated",
                    href: "?show=list&sort=-updated",
                  }]}
                />
                <Menu
                  id="columns"
                  label="Columns"
                  icon="columns-3"
                  variant="ghost"
                  size="sm"
                  class="max-md:hidden"
                  entries={[{ head: "Shown" }, { label: "Customer and site", href: "?show=list", current: true }, {
                    label: "Site type",
                    href: "?show=list",
                  }]}
                />
                <IconButton icon="panel-right" label="Split view" size="sm" class="max-md:hidden" />
              </>
            }
          />
          <DataTable
            caption="Tickets"
            columns={columns}
            rows={rows}
            row_id={(row) => row.number}
            row_href={() => "/style?show=ticket"}
            row_label={(row) => `${row.number} ${row.title}`}
            bulk="bulk"
            selected={["TKT-004809"]}
          />
          <Pager from={1} to={9} total={48} next_href="?show=list&after=9">
            <KeyHints hints={list_hints()} />
          </Pager>
        </Panel>
        <BulkBar
          action="#bulk"
          actions={[
            { label: "Assign", icon: "user-plus", value: "assign" },
            { label: "Status", icon: "circle-dot", value: "status" },
            { label: "Merge", icon: "git-merge", value: "merge" },
            { label: "Work order", icon: "wrench", value: "work_order" },
          ]}
        />
      </Listing>
      {islands}
    </>
  );
}
