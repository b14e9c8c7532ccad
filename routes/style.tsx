import type { ComponentChildren } from "preact";
import { Basics } from "~/components/style_page/basics.tsx";
import { Feedback } from "~/components/style_page/feedback.tsx";
import { Forms } from "~/components/style_page/forms.tsx";
import { SampleList } from "~/components/style_page/sample_list.tsx";
import { sample_groups, sample_user } from "~/components/style_page/sample_nav.ts";
import { SampleAuth, SampleField, SamplePortal } from "~/components/style_page/sample_portals.tsx";
import { SampleTicket } from "~/components/style_page/sample_ticket.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { AdminShell } from "~/components/shell/admin_shell.tsx";
import { Document, theme_from_cookie, type ThemeChoice } from "~/components/shell/document.tsx";
import type { ShellSlots } from "~/components/shell/slots.ts";
import CommandPalette from "~/islands/CommandPalette.tsx";
import Dialogs from "~/islands/Dialogs.tsx";
import FilePreview from "~/islands/FilePreview.tsx";
import ListKeys from "~/islands/ListKeys.tsx";
import RelativeTime from "~/islands/RelativeTime.tsx";
import SidebarToggle from "~/islands/SidebarToggle.tsx";
import ThemeSwitch from "~/islands/ThemeSwitch.tsx";
import Toasts from "~/islands/Toasts.tsx";
import Typeahead from "~/islands/Typeahead.tsx";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { declare } from "./(_web)/declared.ts";

/** The living style page: every component in every state, and sample pages under `?show=list|ticket|portal|field|auth`. `?theme=dark` overrides the cookie. */
export default function StylePage({ req, url }: { req: Request; url: URL }) {
  const show = url.searchParams.get("show") ?? "all";
  const theme = theme_of(url.searchParams.get("theme")) ?? theme_from_cookie(req.headers.get("cookie"));
  const slots: ShellSlots = {
    theme: <ThemeSwitch theme={theme} />,
    palette: <CommandPalette commands={commands} />,
    toasts: (
      <Toasts toasts={show === "all" ? [{ id: "hello", text: "Every component is on this page", tone: "info" }] : []} />
    ),
    live: (
      <>
        <Dialogs />
        <RelativeTime />
        <SidebarToggle />
      </>
    ),
  };
  return (
    <Document title="Style" theme={theme} portal={show === "portal" || show === "auth"}>
      {show === "portal"
        ? <SamplePortal slots={{ theme: slots.theme }} />
        : show === "field"
        ? <SampleField />
        : show === "auth"
        ? <SampleAuth slots={{ theme: slots.theme }} />
        : <AdminSample show={show} slots={slots} narrow={url.searchParams.get("rail") === "narrow"} />}
    </Document>
  );
}

const commands = [
  { label: "New ticket", href: "/style?show=ticket", icon: "plus" },
  { label: "Tickets", href: "/style?show=list", icon: "ticket" },
  { label: "Customer portal", hint: "sample", href: "/style?show=portal", icon: "users" },
  { label: "Technician's job", hint: "sample", href: "/style?show=field", icon: "wrench" },
  { label: "Sign in", hint: "sample", href: "/style?show=auth", icon: "user" },
];

const pages: Record<string, { crumb: string; body: () => ComponentChildren }> = {
  list: { crumb: "Tickets", body: () => <SampleList islands={<ListKeys />} /> },
  ticket: { crumb: "TKT-004812", body: () => <SampleTicket /> },
  all: { crumb: "Style", body: () => <AllComponents /> },
};

function AdminSample({ show, slots, narrow }: { show: string; slots: ShellSlots; narrow: boolean }) {
  const { crumb, body } = pages[show] ?? { crumb: "Style", body: () => <AllComponents /> };
  const parents = show === "ticket"
    ? [{ label: "Work" }, { label: "Tickets", href: "/style?show=list" }]
    : [{ label: show === "list" ? "Work" : "System" }];
  return (
    <AdminShell
      groups={sample_groups(show === "all" ? "" : "Tickets")}
      crumbs={[...parents, { label: crumb }]}
      user={sample_user}
      home_href="/style"
      rail={narrow ? "narrow" : "wide"}
      notifications={{ href: "#notifications", unread: 3 }}
      create={[{ label: "Ticket", icon: "ticket", href: "#ticket" }, {
        label: "Work order",
        icon: "wrench",
        href: "#work-order",
      }, { label: "Lead", icon: "target", href: "#lead" }]}
      slots={slots}
    >
      {body()}
    </AdminShell>
  );
}

function AllComponents() {
  return (
    <>
      <PageHeader
        title="Style"
        lead={
          <>
            The parts every page is made of. Sample pages:{" "}
            {commands.slice(1).map((item) => <a key={item.href} class="link mr-3" href={item.href}>{item.label}</a>)}
          </>
        }
      />
      <Basics />
      <Forms
        typeahead={
          <Typeahead
            source="/style/suggest"
            name="subscriber_id"
            label="Subscriber"
            placeholder="Name, number or phone"
            value={{ id: "1", label: "Hassan Eze" }}
            hint="Whose line it is about."
          />
        }
        preview={<FilePreview input="f-photos" />}
      />
      <Feedback />
      <UnsavedGuard />
    </>
  );
}

function theme_of(text: string | null): ThemeChoice | undefined {
  return text === "light" || text === "dark" || text === "system" ? text : undefined;
}

declare(StylePage, { permission: "public" });

/** It is a document of its own, whatever the application wraps around its pages. */
export const config = { skipAppWrapper: true, skipInheritedLayouts: true };
