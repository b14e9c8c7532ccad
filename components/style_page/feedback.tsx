import { Banner } from "../banner.tsx";
import { Button, LinkButton } from "../button.tsx";
import { BarChart } from "../chart/bar_chart.tsx";
import { LineChart } from "../chart/line_chart.tsx";
import { DueMark } from "../due_mark.tsx";
import { Hero } from "../hero.tsx";
import { EmptyState } from "../list/empty_state.tsx";
import { Pager } from "../list/pager.tsx";
import { Card, Panel } from "../panel.tsx";
import { Progress } from "../progress.tsx";
import { Skeleton, Spinner } from "../skeleton.tsx";
import { Stat } from "../stat.tsx";
import { Stepper } from "../stepper.tsx";
import { Toast } from "../toast.tsx";
import { Specimens, StyleSection } from "./style_section.tsx";

const steps = [{ label: "Reported", state: "done", at: "07:52" }, { label: "Checked", state: "done", at: "08:03" }, {
  label: "On the way",
  state: "now",
  at: "08:50",
  icon: "truck",
}, { label: "Fixed", state: "next" }] as const;
const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function Feedback() {
  return (
    <>
      <StyleSection
        id="feedback"
        title="Feedback"
        hint="Toast for done things, banner for the state of the system, inline for forms; never two for one event."
      >
        <Banner
          tone="system"
          title="Maintenance tonight, 02:00 to 02:30"
          action={<a href="#more" class="text-sm font-semibold underline">Details</a>}
        >
          Signing in will not be possible for some minutes.
        </Banner>
        <Banner tone="info" title="Three tickets wait for this outage">They are told when it is over.</Banner>
        <Banner
          tone="warning"
          title="The calendar has no holidays for 2026"
          action={<LinkButton href="#c" size="sm">Open calendar</LinkButton>}
        />
        <Banner tone="danger" title="E-mail is not going out">
          The server mail.example.ng refuses the password. 14 messages wait.
        </Banner>
        <Banner tone="ok">Import finished: 1,204 subscribers, 3 refused.</Banner>
        <div class="grid gap-2 max-w-[400px]">
          <Toast message={{ id: "a", text: "3 tickets assigned to Ada Ojo", undo: { action: "#undo" } }} />
          <Toast message={{ id: "b", text: "WO-002211 created", tone: "info", link: { label: "Open", href: "#wo" } }} />
          <Toast message={{ id: "c", text: "Not moved: Musa is not on shift", tone: "bad" }} />
        </div>
        <div class="grid gap-4 md:grid-cols-2">
          <Card title="Long work">
            <div class="grid gap-4">
              <Progress
                label="subscribers-2025.csv"
                done={812}
                total={1204}
                detail="812 of 1,204 rows · 3 refused · about 2 min"
                cancel={{ action: "#stop" }}
              />
              <Progress label="Recompute SLA clocks" done={1204} total={1204} state="done" />
              <Progress
                label="Export to XLSX"
                done={40}
                total={100}
                state="failed"
                detail="Disk is full. Free some space and start again."
              />
            </div>
          </Card>
          <Card title="On its way">
            <Skeleton lines={4} />
            <p class="flex items-center gap-2 mt-4 text-sm text-ink-2">
              <Spinner />Looking for free slots…
            </p>
          </Card>
        </div>
        <Panel>
          <EmptyState
            icon="ticket"
            title="No tickets match"
            actions={
              <>
                <Button type="button" variant="primary" icon="plus">New ticket</Button>
                <Button type="button" variant="ghost">Clear filters</Button>
              </>
            }
          >
            Two filters are set. Clear them to see all 48, or write a new ticket.
          </EmptyState>
        </Panel>
        <Panel>
          <Pager from={51} to={100} total={1000} more previous_href="#p" next_href="#n" />
        </Panel>
      </StyleSection>
      <StyleSection id="steps" title="Progress of a job">
        <Panel class="p-5">
          <Stepper label="Repair" steps={[...steps]} />
        </Panel>
        <div class="grid gap-4 md:grid-cols-3">
          <Hero tone="bad" live title="Your line is down" lead="We are working on it.">
            <Stepper label="Repair, down" steps={[...steps]} />
          </Hero>
          <Hero tone="info" live title="Musa is on the way" lead="12 minutes">
            <Stepper label="Repair, on the way" steps={[...steps]} />
          </Hero>
          <Hero tone="ok" title="All is well" lead="Business 100, last checked 08:03" />
        </div>
        <Specimens>
          <DueMark text="18 min left" used={0.92} tone="bad" />
          <DueMark text="1 h 40 left" used={0.55} tone="warn" />
          <DueMark text="5 h left" used={0.25} tone="ok" />
          <DueMark text="paused" used={0.3} tone="neutral" />
        </Specimens>
      </StyleSection>
      <StyleSection id="figures" title="Figures" hint="Each leads to the list behind it; each chart has its table.">
        <div class="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          <Stat
            label="Open tickets"
            value="48"
            href="#t"
            icon="ticket"
            hue="rose"
            delta={{ text: "6 fewer than last week", direction: "down", good: true }}
            trend={[54, 52, 58, 55, 51, 50, 48]}
          />
          <Stat
            label="First response"
            value="11"
            unit="min"
            href="#f"
            icon="timer"
            hue="cyan"
            delta={{ text: "2 min slower", direction: "up", good: false }}
            trend={[9, 8, 10, 9, 12, 10, 11]}
          />
          <Stat label="Lines down" value="64" href="#l" icon="zap-off" hue="amber" />
          <Stat
            label="Visits today"
            value="23"
            href="#v"
            icon="calendar-clock"
            hue="emerald"
            trend={[18, 22, 19, 25, 21, 9, 23]}
          />
        </div>
        <div class="grid gap-4 lg:grid-cols-2">
          <Panel class="p-5">
            <BarChart
              title="Tickets by day"
              labels={days}
              series={[{ label: "Opened", hue: "rose", values: [24, 31, 28, 22, 35, 12, 9] }, {
                label: "Resolved",
                hue: "emerald",
                values: [20, 29, 33, 25, 30, 14, 11],
              }]}
            />
          </Panel>
          <Panel class="p-5">
            <LineChart
              title="Median first response"
              unit="min"
              labels={days}
              series={[{ label: "This week", hue: "cyan", values: [12, 11, 14, 9, 10, 16, 11] }, {
                label: "Last week",
                hue: "violet",
                values: [14, 15, 13, 13, undefined, 18, 15],
              }]}
            />
          </Panel>
        </div>
      </StyleSection>
    </>
  );
}
