import { Avatar, PersonLine } from "../avatar.tsx";
import { Badge, StatusBadge, type Tone } from "../badge.tsx";
import { Button, IconButton, LinkButton } from "../button.tsx";
import { EmailLink, PhoneLink } from "../contact_links.tsx";
import { ConfirmDialog, Dialog, DialogButton } from "../dialog.tsx";
import { icon_names } from "../icon_names.ts";
import { Icon } from "../icon.tsx";
import { ChannelMark, channels, domain_hues, type Hue, hue_text, IconTile } from "../icon_tile.tsx";
import { Menu } from "../menu.tsx";
import { PriorityMark } from "../priority_mark.tsx";
import { Time } from "../time.tsx";
import { sample_now, sample_zone } from "./sample_nav.ts";
import { Specimens, StyleSection } from "./style_section.tsx";

const tones: Tone[] = ["neutral", "primary", "info", "ok", "warn", "bad", "accent"];
const hues = Object.keys(hue_text).filter((name): name is Hue => name in hue_text);
const domain_icons = {
  subscribers: "users",
  network: "router",
  fiber: "cable",
  tickets: "ticket",
  projects: "folder-kanban",
  system: "settings",
} as const;
const channel_names = ["email", "whatsapp", "sms", "telegram", "webchat", "facebook", "instagram"] as const;

export function Basics() {
  return (
    <>
      <StyleSection
        id="type"
        title="Type and colour"
        hint="Outfit for headings and figures, Plus Jakarta Sans for reading. Colour is spent on state and on the one next step."
      >
        <Specimens>
          <div class="grid gap-2 w-full">
            <p class="font-display text-4xl font-semibold">64 lines back in 38 minutes</p>
            <p class="font-display text-2xl font-semibold">No light on the router since 07:40</p>
            <p class="text-base">
              Body text, fourteen on twenty: dense enough for eight hours a day, calm enough to read them.
            </p>
            <p class="text-sm text-ink-2">
              Second ink, for what supports. <span class="text-ink-3">Third ink, for what can wait.</span>
            </p>
          </div>
        </Specimens>
        <Specimens>
          {hues.map((hue) => <IconTile key={hue} icon="circle" hue={hue} />)}
          {(Object.keys(domain_icons).filter((name): name is keyof typeof domain_icons => name in domain_icons)).map((
            name,
          ) => (
            <span key={name} class="inline-flex items-center gap-2 text-sm">
              <IconTile icon={domain_icons[name]} hue={domain_hues[name]} size="sm" />
              {name}
            </span>
          ))}
        </Specimens>
      </StyleSection>
      <StyleSection
        id="buttons"
        title="Buttons"
        hint="One primary a screen. What cannot be done now says why: hover it or tab to it."
      >
        <Specimens>
          <Button type="button" variant="primary" icon="plus">New ticket</Button>
          <Button type="button" icon="download">Export</Button>
          <Button type="button" variant="ghost" icon="list-filter">Filter</Button>
          <Button type="button" variant="danger" icon="trash-2">Delete</Button>
          <Button type="button" variant="destroy">Delete 3 tickets</Button>
          <Button type="button" variant="accent" icon="megaphone">Declare outage</Button>
          <LinkButton href="#buttons" icon_end="arrow-right">Open</LinkButton>
          <Button icon="check" disabled_reason="A visit is still open. Close WO-002211 first.">Resolve</Button>
          <LinkButton href="#x" disabled_reason="You may read, not change: ask for tickets:update.">Edit</LinkButton>
        </Specimens>
        <Specimens>
          <Button type="button" size="sm" variant="primary">Small</Button>
          <Button type="button" size="sm">Small</Button>
          <Button type="button" size="lg" variant="primary" icon="navigation">Large, for thumbs</Button>
          <IconButton icon="pencil" label="Edit" />
          <IconButton icon="refresh-cw" label="Refresh" variant="secondary" />
          <IconButton icon="archive" label="Archive" disabled_reason="Resolve it first." />
          <Menu
            id="style-menu"
            label="More"
            entries={[
              { head: "This ticket" },
              { label: "Duplicate", icon: "copy", href: "#copy" },
              { label: "Move to…", icon: "move", hint: "another queue or team", href: "#move" },
              { label: "Merge", icon: "git-merge", disabled_reason: "It is merged already." },
              "rule",
              { label: "Delete", icon: "trash-2", danger: true, dialog: "style-confirm" },
            ]}
          />
          <DialogButton dialog="style-dialog">Open dialog</DialogButton>
          <DialogButton dialog="style-confirm" variant="danger">Ask first</DialogButton>
        </Specimens>
        <Dialog id="style-dialog" title="Snooze until" lead="It comes back to the top of your list.">
          <p>Any content, usually a small form.</p>
        </Dialog>
        <ConfirmDialog id="style-confirm" title="Delete TKT-004812?" action="#delete" confirm="Delete ticket" danger>
          <p>Its 5 messages and 1 file go with it. An administrator can restore it for 30 days.</p>
        </ConfirmDialog>
      </StyleSection>
      <StyleSection id="marks" title="States and marks">
        <Specimens>{tones.map((tone) => <StatusBadge key={tone} tone={tone} label={tone} />)}</Specimens>
        <Specimens>
          {tones.map((tone) => <Badge key={tone} tone={tone}>{tone}</Badge>)}
          <Badge tone="primary" icon="tag">tagged</Badge>
        </Specimens>
        <Specimens>
          <PriorityMark priority="urgent" />
          <PriorityMark priority="high" />
          <PriorityMark priority="normal" />
          <PriorityMark priority="low" />
          {channel_names.map((name) => (
            <span key={name} class="inline-flex items-center gap-1.5 text-xs">
              <ChannelMark channel={name} />
              {channels[name].label}
            </span>
          ))}
        </Specimens>
        <Specimens>
          <Avatar name="Ada Ojo" alone />
          <Avatar name="Musa Sani" size="md" alone />
          <Avatar name="Ngozi Adeyemi" size="lg" alone />
          <PersonLine name="Kemi Ekpo" hint="Field team North" size="md" />
          <PhoneLink e164="+2348012345678" display="0801 234 5678" icon />
          <EmailLink email="hassan.eze@example.ng" icon />
          <Time at="2025-11-23T07:52:00+01:00" now={sample_now} zone={sample_zone} />
          <Time at="2025-11-24T11:20:00+01:00" now={sample_now} zone={sample_zone} />
          <Time at="2025-11-02T11:20:00+01:00" now={sample_now} zone={sample_zone} show="absolute" />
        </Specimens>
      </StyleSection>
      <StyleSection id="icons" title="Icons" hint="From lucide, inlined: only what icon_names.ts lists.">
        <Specimens>
          {icon_names.map((name) => (
            <span key={name} class="grid place-items-center size-9 rounded-md text-ink-2 hover:bg-sunken" title={name}>
              <Icon name={name} />
            </span>
          ))}
        </Specimens>
      </StyleSection>
    </>
  );
}
