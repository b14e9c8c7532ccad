import { Avatar } from "../avatar.tsx";
import { Badge, StatusBadge } from "../badge.tsx";
import { Button, IconButton } from "../button.tsx";
import { Composer } from "../detail/composer.tsx";
import { FactList, Split } from "../detail/fact_list.tsx";
import { StaticSiteMap } from "../detail/static_site_map.tsx";
import { AttachmentLink, Timeline, TimelineItem } from "../detail/timeline.tsx";
import { ClockBar } from "../due_mark.tsx";
import { Icon } from "../icon.tsx";
import { Menu } from "../menu.tsx";
import { PageHeader } from "../page_header.tsx";
import { Card, Panel } from "../panel.tsx";
import { PriorityMark } from "../priority_mark.tsx";
import { sample_now, sample_zone } from "./sample_nav.ts";

const today = (clock: string) => `2025-11-23T${clock}:00+01:00`;
const common = { now: sample_now, zone: sample_zone };

export function SampleTicket() {
  return (
    <>
      <PageHeader
        title="No light on the router since 07:40"
        identity={
          <>
            <span class="fig font-medium">TKT-004812</span>
            <StatusBadge tone="primary" label="Open" />
            <PriorityMark priority="urgent" />
            <Badge>Access</Badge>
          </>
        }
        actions={
          <>
            <Button type="button" icon="git-merge">Merge</Button>
            <Button type="button" icon="clock">Snooze</Button>
            <Button icon="check" disabled_reason="A visit is still open. Close WO-002211 first.">Resolve</Button>
            <Button type="button" icon="wrench" variant="primary">Create work order</Button>
          </>
        }
      />
      <Split aside={<Facts />}>
        <Panel class="px-4 pt-1 pb-4">
          <Timeline>
            <TimelineItem
              {...common}
              kind="comment"
              by="Hassan Eze"
              did="reported on the portal"
              at={today("07:52")}
              attachments={<AttachmentLink href="#photo" name="router-front.jpg" size="1.2 MB" image />}
            >
              Good morning. The router shows a red LOS light since 07:40 and nothing works. We have a meeting at ten.
              Photo attached.
            </TimelineItem>
            <TimelineItem
              {...common}
              kind="event"
              icon="bot"
              by="Rule “No light → Access team”"
              did="set queue Access, priority Urgent"
              at={today("07:52")}
            />
            <TimelineItem
              {...common}
              kind="event"
              icon="zap-off"
              tone="text-warn"
              by="Network"
              did="last reading −31.4 dBm at 07:39, was −19.2 dBm · no other loss on splitter SPL-0118"
              at={today("07:53")}
            />
            <TimelineItem {...common} kind="note" by="Ada Ojo" at={today("08:01")}>
              Only this drop is dark, so not the cabinet. Splice work at ENC-000045 yesterday, likely a macro-bend in
              tray 2.
            </TimelineItem>
            <TimelineItem {...common} kind="reply" by="Ada Ojo" did="replied by e-mail and portal" at={today("08:03")}>
              Good morning Mr Eze, we see the loss on your line. A technician can be with you between 08:45 and 09:30.
              Is someone on site?
            </TimelineItem>
          </Timeline>
          <div class="mt-2">
            <Composer
              action="#reply"
              to="to Hassan Eze · e-mail, portal"
              tools={
                <Menu
                  id="macros"
                  label="Macros"
                  icon="sparkles"
                  variant="ghost"
                  size="sm"
                  align="start"
                  entries={[{ label: "Ask for a photo of the lights" }, { label: "Visit is booked" }]}
                />
              }
              extra_send={<Button size="sm" name="then" value="pending">Send and wait</Button>}
            />
          </div>
        </Panel>
      </Split>
    </>
  );
}

function Facts() {
  return (
    <>
      <Card title="Resolution" action={<a href="#explain" class="link">Explain</a>}>
        <div class="flex items-center gap-3.5 mb-2.5">
          <span class="fig text-3xl font-semibold text-bad">18 min</span>
          <span class="text-xs text-ink-3">
            left of 4 h<br />due 11:52
          </span>
        </div>
        <ClockBar
          tone="bad"
          label="58 % used, then 10 % waiting, then 24 % used"
          spans={[{ kind: "used", share: 0.58 }, { kind: "paused", share: 0.1 }, { kind: "used", share: 0.24 }]}
        />
        <div class="flex justify-between text-xs text-ink-3 mt-1.5 fig">
          <span>07:52</span>
          <span>waiting 24 min</span>
          <span>11:52</span>
        </div>
        <p class="flex items-center gap-2 text-xs text-ok mt-2.5 font-medium">
          <Icon name="circle-check" />First response met in 11 min
        </p>
      </Card>
      <Card>
        <div class="flex items-center gap-3 mb-2.5">
          <Avatar name="Hassan Eze" size="md" />
          <div class="flex-1 min-w-0">
            <a href="#subscriber" class="font-semibold hover:underline">Hassan Eze</a>
            <p class="text-xs text-ink-3">C10000 · Business 100 · active</p>
          </div>
          <IconButton icon="phone" label="Call Hassan Eze" href="tel:+2348012345678" />
        </div>
        <StaticSiteMap
          label="13 Mohammed Street, Maitama"
          href="#map"
          point={[7.4951, 9.0882]}
          lines={[{
            points: [[7.4936, 9.0878], [7.4941, 9.0881], [7.4944, 9.0881], [7.4944, 9.0886], [7.4949, 9.0886]],
          }, { points: [[7.4949, 9.0886], [7.4949, 9.08825], [7.4951, 9.0882]], broken: true }]}
          marks={[{ at: [7.4936, 9.0878], hue: "cyan", label: "FDH-000035" }, {
            at: [7.4944, 9.0881],
            square: true,
            label: "ENC-000045",
          }, { at: [7.4949, 9.0886], label: "SPL-0118" }]}
        />
        <div class="mt-3">
          <FactList
            facts={[
              { label: "Site", value: "13 Mohammed Street, Maitama" },
              { label: "ONT", value: "HWTC-7A21…09 on PON 1/4/7" },
              { label: "Path", value: "OLT-2 → FDH-000035 → SPL-0118" },
              {
                label: "Signal",
                value: (
                  <>
                    <b class="font-bold text-bad">−31.4 dBm</b> · was −19.2
                  </>
                ),
              },
            ]}
          />
        </div>
      </Card>
      <Card title="Next visit">
        <p class="flex items-center gap-2 text-xs text-ink-3">
          <Icon name="calendar-clock" />None planned
        </p>
        <div class="flex items-center gap-2.5 mt-2.5 p-3 rounded-lg bg-primary-soft">
          <div class="flex-1 min-w-0">
            <p class="font-semibold">Musa Sani, 08:50</p>
            <p class="text-xs text-ink-2">splicing · on shift · 12 min away</p>
          </div>
          <Button type="button" size="sm">Book</Button>
        </div>
      </Card>
      <Card title="Details" action={<a href="#history" class="link">History</a>}>
        <FactList
          facts={[
            { label: "Assignee", value: "Ada Ojo" },
            { label: "Queue", value: "Access" },
            { label: "Type", value: "Loss of signal" },
            { label: "Watchers", value: "2 people" },
            {
              label: "Related",
              value: (
                <>
                  <a href="#r" class="link">TKT-004790</a>, ENC-000045
                </>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
