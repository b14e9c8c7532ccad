import { Avatar } from "../avatar.tsx";
import { StatusBadge } from "../badge.tsx";
import { Button, LinkButton } from "../button.tsx";
import { PhoneLink } from "../contact_links.tsx";
import { FactList } from "../detail/fact_list.tsx";
import { StaticSiteMap } from "../detail/static_site_map.tsx";
import { CheckboxField } from "../form/choices.tsx";
import { FileField } from "../form/other_fields.tsx";
import { Rating } from "../form/rating.tsx";
import { TextField } from "../form/text_field.tsx";
import { Hero } from "../hero.tsx";
import { Icon } from "../icon.tsx";
import { Card, Panel } from "../panel.tsx";
import { AuthShell } from "../shell/auth_shell.tsx";
import { FieldShell } from "../shell/field_shell.tsx";
import { ActionTile, PortalShell } from "../shell/portal_shell.tsx";
import type { ShellSlots } from "../shell/slots.ts";
import { Stepper } from "../stepper.tsx";

export function SamplePortal({ slots }: { slots?: ShellSlots }) {
  return (
    <PortalShell
      home_href="/style?show=portal"
      notifications={{ href: "#notifications", unread: 2 }}
      user={{ name: "Hassan Eze", hint: "13 Mohammed Street", sign_out: { action: "#sign-out" } }}
      items={[
        { label: "Home", href: "/style?show=portal", icon: "house", current: true },
        { label: "Tickets", href: "#tickets", icon: "ticket" },
        { label: "Visits", href: "#visits", icon: "calendar-days", count: 1 },
        { label: "Service", href: "#service", icon: "router" },
      ]}
      {...(slots ? { slots } : {})}
    >
      <h1 class="text-3xl font-semibold">Good morning, Hassan</h1>
      <p class="text-ink-3 mb-4">13 Mohammed Street, Maitama · Business 100</p>
      <Hero tone="bad" live title="Your line is down" lead="We saw it at 07:39 and are working on it.">
        <Stepper
          label="Progress of the repair"
          steps={[{ label: "Reported", state: "done", at: "07:52" }, { label: "Checked", state: "done", at: "08:03" }, {
            label: "On the way",
            state: "now",
            at: "08:50",
            icon: "truck",
          }, { label: "Fixed", state: "next" }]}
        />
      </Hero>
      <Panel class="p-4 mt-3">
        <div class="flex items-center gap-3">
          <Avatar name="Musa Sani" size="lg" />
          <div class="flex-1 min-w-0">
            <p class="font-semibold">Musa arrives in 12 minutes</p>
            <p class="text-xs text-ink-3">between 08:45 and 09:30 · white Hilux, AB 123</p>
          </div>
        </div>
        <div class="grid grid-cols-2 gap-2 mt-3">
          <LinkButton size="lg" href="#follow" icon="map-pin">Follow</LinkButton>
          <LinkButton size="lg" href="tel:+2348012345678" icon="phone">Call</LinkButton>
        </div>
      </Panel>
      <h2 class="text-lg mt-6 mb-2.5">What can we do?</h2>
      <div class="grid gap-2.5 grid-cols-2">
        <ActionTile href="#report" icon="wifi-off">Report a problem</ActionTile>
        <ActionTile href="#move" icon="calendar-clock">Move a visit</ActionTile>
        <ActionTile href="#chat" icon="message-square">Chat with us</ActionTile>
        <ActionTile href="#help" icon="book-open">Help articles</ActionTile>
      </div>
      <h2 class="text-lg mt-6 mb-2.5">Your tickets</h2>
      <div class="grid gap-2.5">
        <a href="#t1" class="panel lift block px-4 py-3">
          <span class="flex items-start gap-2">
            <span class="font-semibold flex-1">No light on the router</span>
            <StatusBadge tone="primary" label="Open" />
          </span>
          <span class="block text-xs text-ink-3">TKT-004812 · Ada replied 3 min ago</span>
        </a>
        <a href="#t2" class="panel lift block px-4 py-3">
          <span class="flex items-start gap-2">
            <span class="font-semibold flex-1">Add a second access point</span>
            <StatusBadge tone="ok" label="Resolved" />
          </span>
          <span class="block text-xs text-ink-3">
            TKT-003977 · 2 Nov · <span class="font-semibold text-primary">Rate it</span>
          </span>
        </a>
      </div>
    </PortalShell>
  );
}

export function SampleField() {
  return (
    <FieldShell
      title="Repair, no light"
      subtitle="WO-002211 · 08:45–09:30"
      back_href="/style"
      sync={
        <>
          <Icon name="cloud-off" />2 photos wait to be sent · last sync 08:12
        </>
      }
      action={<Button variant="primary" size="lg" icon="map-pin-check">Arrived on site</Button>}
    >
      <Card>
        <p class="font-semibold">Hassan Eze</p>
        <p class="text-sm text-ink-2 mb-3">13 Mohammed Street, Maitama</p>
        <StaticSiteMap label="13 Mohammed Street" point={[7.4951, 9.0882]} />
        <div class="grid grid-cols-2 gap-2 mt-3">
          <LinkButton size="lg" href="#navigate" icon="navigation">Navigate</LinkButton>
          <LinkButton size="lg" href="tel:+2348012345678" icon="phone">Call</LinkButton>
        </div>
      </Card>
      <Card title="Checklist">
        <CheckboxField name="c1" label="Photo of the router lights" checked />
        <CheckboxField name="c2" label="Power at the wall outlet" hint="Pass: −8 to −27 dBm" />
        <CheckboxField name="c3" label="Splice tray 2 re-dressed" />
      </Card>
      <Card title="Line">
        <FactList
          facts={[{ label: "Signal", value: <b class="text-bad font-bold">−31.4 dBm</b> }, {
            label: "Path",
            value: "OLT-2 → FDH-000035 → SPL-0118",
          }, { label: "Desk", value: <PhoneLink e164="+2348012345678" display="0801 234 5678" icon /> }]}
        />
      </Card>
      <FileField name="photos" label="Photos" accept="image/*" capture="environment" multiple />
      <Panel class="p-4">
        <Rating label="How was the visit?" value={4} />
      </Panel>
    </FieldShell>
  );
}

export function SampleAuth({ slots }: { slots?: ShellSlots }) {
  return (
    <AuthShell
      title="Sign in"
      lead="With your work account."
      foot={
        <>
          Trouble signing in? <a href="#help" class="link">Reset the password</a>
        </>
      }
      {...(slots ? { slots } : {})}
    >
      <form method="post" action="#sign-in" class="grid gap-4">
        <TextField name="email" label="E-mail" type="email" autocomplete="username" required />
        <TextField name="password" label="Password" type="password" autocomplete="current-password" required />
        <CheckboxField name="remember" label="Stay signed in on this device" />
        <Button variant="primary" size="lg">Sign in</Button>
      </form>
      <div class="flex items-center gap-3 text-xs text-ink-3">
        <span class="flex-1 h-px bg-line" />or<span class="flex-1 h-px bg-line" />
      </div>
      <Button type="button" size="lg" icon="key">Use a passkey</Button>
    </AuthShell>
  );
}
