/** What the house tells by itself. Times in variables are written on the recipient's own clock. */
import { declare_notice } from "./kinds.ts";

const ticket = ["number", "subject"];
const visit = ["number", "title", "address"];

declare_notice({
  code: "ticket_received",
  name: "Ticket received",
  variables: ticket,
  words: {
    email: {
      subject: "We have your message: {{subject}} ({{number}})",
      body:
        "Hello {{name}},\n\nthank you for your message. We have opened ticket {{number}} for it: {{subject}}.\n\nWe will answer as soon as we can. You can follow it and add to it here:\n{{link}}",
    },
  },
});
declare_notice({
  code: "ticket_replied",
  name: "Answer on a ticket",
  variables: [...ticket, "author", "reply"],
  words: {
    email: {
      subject: "Answer to {{number}}: {{subject}}",
      body: "Hello {{name}},\n\n{{author}} has answered your ticket {{number}}:\n\n{{reply}}\n\nAnswer here:\n{{link}}",
    },
    in_app: { subject: "{{author}} answered {{number}}", body: "{{reply}}" },
  },
});
declare_notice({
  code: "ticket_resolved_rate",
  name: "Ticket resolved, with a request to rate",
  variables: ticket,
  words: {
    email: {
      subject: "{{number}} is resolved: {{subject}}",
      body:
        "Hello {{name}},\n\nwe have resolved ticket {{number}}: {{subject}}.\n\nIs something still wrong? Answer within the ticket and it opens again. And please tell us how we did, it takes one click:\n{{link}}",
    },
    in_app: { subject: "{{number}} is resolved", body: "{{subject}}. Tell us how we did." },
  },
});
declare_notice({
  code: "ticket_assigned",
  name: "Ticket assigned (to staff)",
  variables: [...ticket, "priority", "subscriber"],
  words: { in_app: { subject: "{{number}} is yours", body: "{{subject}} ({{priority}}) {{subscriber}}" } },
});
declare_notice({
  code: "ticket_customer_replied",
  name: "Customer answered (to the assignee)",
  variables: [...ticket, "reply"],
  words: { in_app: { subject: "The customer answered {{number}}", body: "{{reply}}" } },
});
declare_notice({
  code: "visit_scheduled",
  name: "Visit scheduled",
  variables: [...visit, "starts_at", "ends_at"],
  words: {
    email: {
      subject: "Your visit on {{starts_at}} ({{number}})",
      body:
        "Hello {{name}},\n\nour technician comes to you: {{title}}.\n\nFrom: {{starts_at}}\nUntil: {{ends_at}}\nWhere: {{address}}\n\nPlease see that somebody is at home. Details:\n{{link}}",
    },
    in_app: { subject: "Visit {{number}}: {{starts_at}}", body: "{{title}}, {{address}}" },
  },
});
declare_notice({
  code: "visit_rescheduled",
  name: "Visit moved to another time",
  variables: [...visit, "starts_at", "ends_at"],
  words: {
    email: {
      subject: "New time for your visit: {{starts_at}} ({{number}})",
      body:
        "Hello {{name}},\n\nyour visit has a new time: {{title}}.\n\nFrom: {{starts_at}}\nUntil: {{ends_at}}\nWhere: {{address}}\n\nDetails:\n{{link}}",
    },
    in_app: { subject: "Visit {{number}} moved to {{starts_at}}", body: "{{title}}, {{address}}" },
  },
});
declare_notice({
  code: "visit_canceled",
  name: "Visit will not take place",
  variables: [...visit, "starts_at"],
  words: {
    email: {
      subject: "Your visit on {{starts_at}} will not take place ({{number}})",
      body:
        "Hello {{name}},\n\nthe visit on {{starts_at}} will not take place: {{title}}.\n\nIf you still need it, tell us here:\n{{link}}",
    },
    in_app: { subject: "Visit {{number}} will not take place", body: "{{title}}, {{starts_at}}" },
  },
});
declare_notice({
  code: "visit_dispatched",
  name: "Visit sent to its technician (to staff)",
  variables: [...visit, "starts_at"],
  words: { in_app: { subject: "{{number}} is yours: {{starts_at}}", body: "{{title}}, {{address}}" } },
});
declare_notice({
  code: "visit_on_the_way",
  name: "Technician is there",
  variables: [...visit, "technician"],
  words: {
    email: {
      subject: "{{technician}} has begun your visit {{number}}",
      body: "Hello {{name}},\n\n{{technician}} has begun work on {{title}} at {{address}}.\n\n{{link}}",
    },
    in_app: { subject: "{{technician}} has begun {{number}}", body: "{{title}}, {{address}}" },
  },
});
declare_notice({
  code: "visit_completed",
  name: "Visit completed",
  variables: visit,
  words: {
    email: {
      subject: "Your visit {{number}} is done",
      body:
        "Hello {{name}},\n\nthe work is done: {{title}} at {{address}}.\n\nIf something is not as it should be, tell us here:\n{{link}}",
    },
    in_app: { subject: "Visit {{number}} is done", body: "{{title}}, {{address}}" },
  },
});
declare_notice({
  code: "webhook_paused",
  name: "Webhook endpoint paused (to staff)",
  variables: ["endpoint", "reason"],
  words: { in_app: { subject: "Webhooks to {{endpoint}} are paused", body: "{{reason}}" } },
});
