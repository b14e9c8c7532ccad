/** Tickets in every state, with conversations, and visits for today and tomorrow. */
import type { Actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Create } from "~/domain/kernel/entity.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { add_note, assign, reply, ticket, tickets } from "~/domain/tickets/mod.ts";
import { create_from_ticket, schedule } from "~/domain/work_orders/mod.ts";
import { type Accounts, acting } from "./acting.ts";
import type { Team } from "./team.ts";

type TicketInput = Create<typeof ticket.fields>;

interface Story {
  customer: string;
  subject: string;
  description: string;
  priority: NonNullable<TicketInput["priority"]>;
  channel: NonNullable<TicketInput["channel"]>;
  assignee?: string;
  reply?: string;
  note?: string;
  status?: "pending" | "on_hold" | "resolved";
  /** The hour of the day, and who goes. */
  visit?: { technician: string; day: number; hour: number; type: "repair" | "install" };
}

const ada = "ada@omni.example";
const kemi = "kemi@omni.example";

const stories: Story[] = [
  {
    customer: "10000",
    subject: "Wi-Fi is weak in the meeting room",
    description: "At the far end of the floor calls break off.",
    priority: "low",
    channel: "portal",
    assignee: kemi,
    reply: "We moved your router to another channel, which frees it from the neighbours. Please try again.",
    status: "resolved",
  },
  {
    customer: "10000",
    subject: "Slow internet in the afternoon",
    description: "From 15:00 on pages take long to open.",
    priority: "normal",
    channel: "portal",
    assignee: ada,
    reply: "The line shows a weak signal. A technician will look at the socket.",
    visit: { technician: "musa@omni.example", day: 1, hour: 11, type: "repair" },
  },
  {
    customer: "10001",
    subject: "Speed drops every evening",
    description: "From 19:00 on video stops every few minutes.",
    priority: "high",
    channel: "phone",
  },
  {
    customer: "10002",
    subject: "Move the ONT to the new office floor",
    description: "We are moving from the first to the third floor on Friday.",
    priority: "normal",
    channel: "email",
    assignee: ada,
    reply: "Gladly. Is there a socket on the third floor already, or shall we bring the fiber up?",
    status: "pending",
  },
  {
    customer: "10003",
    subject: "Router restarts after storms",
    description: "After each thunderstorm the router starts anew three or four times.",
    priority: "normal",
    channel: "email",
    assignee: kemi,
    note: "Third report from this street this month: ask the plant team about grounding.",
  },
  {
    customer: "10005",
    subject: "No light on the ONT since this morning",
    description: "The LOS light is red since 06:20.",
    priority: "urgent",
    channel: "phone",
    assignee: ada,
    reply: "We see the loss on your line. A technician comes today.",
    note: "Neighbours on the same splitter are fine, so it is the drop.",
    visit: { technician: "musa@omni.example", day: 0, hour: 10, type: "repair" },
  },
  {
    customer: "10008",
    subject: "Install delayed twice, wants a call",
    description: "The appointment was moved twice. Please call before coming.",
    priority: "high",
    channel: "phone",
    assignee: kemi,
    visit: { technician: "ife@omni.example", day: 1, hour: 9, type: "install" },
  },
  {
    customer: "10010",
    subject: "Public address does not answer",
    description: "Our server cannot be reached from outside since yesterday.",
    priority: "normal",
    channel: "web",
    assignee: kemi,
    reply: "The route was missing after last night's work; it is back. Please try again.",
    status: "resolved",
  },
  {
    customer: "10012",
    subject: "Postal address is wrong",
    description: "Please use the new address of the company.",
    priority: "low",
    channel: "email",
  },
  {
    customer: "10015",
    subject: "ONT shows LOS after splice work",
    description: "Two people from your company worked in the manhole, then it went dark.",
    priority: "urgent",
    channel: "chat",
    assignee: ada,
    visit: { technician: "sade@omni.example", day: 0, hour: 14, type: "repair" },
  },
  {
    customer: "10018",
    subject: "Add a second access point",
    description: "The Wi-Fi does not reach the back office.",
    priority: "low",
    channel: "web",
    status: "on_hold",
    assignee: kemi,
    note: "Waiting for the price list of the new model.",
  },
  {
    customer: "10021",
    subject: "Line noise on the old copper pair",
    description: "The phone crackles when it rains.",
    priority: "normal",
    channel: "phone",
  },
];

export async function load_work(platform: Platform, accounts: Accounts, team: Team): Promise<void> {
  for (const story of stories) {
    await platform.transaction(desk(story, accounts), (tx) => load_story(tx, story, accounts, team));
  }
}

const desk = (story: Story, accounts: Accounts): Actor => acting(story.assignee ?? ada, accounts);

async function load_story(tx: Tx, story: Story, accounts: Accounts, team: Team): Promise<void> {
  const [subscriber] = await tx.sql<{ id: string }[]>`select id from subscribers where external_id = ${story.customer}`;
  if (!subscriber) return;
  const { subject, description, priority, channel } = story;
  const row = await tickets.create(tx, { subject, description, priority, channel, subscriber_id: subscriber.id });
  if (story.assignee) await assign(tx, row.id, accounts.get(story.assignee) ?? null);
  if (story.note) await add_note(tx, row.id, story.note);
  if (story.reply) await reply(tx, row.id, story.reply);
  if (story.visit) await load_visit(tx, row.id, story.visit, team);
  if (story.status) {
    const now = await tickets.fetch(tx, row.id);
    const opened = now.status === "new" && story.status !== "resolved"
      ? await tickets.patch(tx, now, { status: "open" })
      : now;
    await tickets.patch(tx, opened, { status: story.status });
  }
}

async function load_visit(tx: Tx, ticket_id: string, visit: NonNullable<Story["visit"]>, team: Team): Promise<void> {
  const technician_id = team.get(visit.technician);
  if (!technician_id) return;
  const job = await create_from_ticket(tx, ticket_id, { work_type: visit.type, duration: 90 });
  const now = tx.now().toZonedDateTimeISO(tx.services.config.DEFAULT_TIMEZONE);
  const planned = now.startOfDay().add({ days: visit.day }).with({ hour: visit.hour });
  // Started in the evening, today's visits are an hour away and not missed.
  const soon = now.add({ hours: 1 }).round({ smallestUnit: "minute", roundingIncrement: 30, roundingMode: "ceil" });
  const start = Temporal.ZonedDateTime.compare(planned, soon) < 0 ? soon : planned;
  await schedule(tx, job.id, { technician_id, start_at: start.toInstant().toString() });
}
