import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { t } from "./text.ts";

export interface Step {
  label: string;
  state: "done" | "now" | "next";
  at?: string;
  icon?: IconName;
}

const looks = { done: cx("step step-done"), now: cx("step step-now"), next: cx("step") };
const said = { done: () => t("done"), now: () => t("in progress"), next: () => t("to come") };

/** Where a job stands, step by step. Inside a Hero it takes the hero's colours. */
export function Stepper({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.label}
          class={looks[step.state]}
          {...(step.state === "now" ? { "aria-current": "step" as const } : {})}
        >
          <span class="step-dot">
            <Icon name={step.state === "done" ? "check" : step.icon ?? "circle"} />
          </span>
          <span>
            {step.label}
            <span class="sr-only">, {said[step.state]()}</span>
          </span>
          <span class="step-at fig">{step.at}</span>
        </li>
      ))}
    </ol>
  );
}
