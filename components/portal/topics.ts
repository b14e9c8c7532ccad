import type { IconName } from "../icon_names.ts";
import { t } from "../text.ts";

export interface Topic {
  value: string;
  icon: IconName;
  /** The ticket's subject, unless the customer writes an own one. */
  subject: () => string;
  /** What makes the first answer a solution instead of a question. */
  ask: () => string;
}

/** What customers write about most, each a tap. */
export const topics: readonly Topic[] = [
  {
    value: "no-light",
    icon: "wifi-off",
    subject: () => t("No light on the router"),
    ask: () => t("Which lamps are on, and since when? A photo of the router says it all."),
  },
  {
    value: "slow",
    icon: "gauge",
    subject: () => t("Slow internet"),
    ask: () => t("At which hours, on which devices, by cable or by Wi-Fi?"),
  },
  {
    value: "drops",
    icon: "activity",
    subject: () => t("Connection comes and goes"),
    ask: () => t("How often, and for how long?"),
  },
  {
    value: "move",
    icon: "move",
    subject: () => t("Move my service"),
    ask: () => t("To which address or room, and from which day on?"),
  },
  {
    value: "details",
    icon: "contact",
    subject: () => t("Change my contact data"),
    ask: () => t("What should it say from now on?"),
  },
];

/** The choice that asks for words of one's own. */
export const other_topic = "other";
export const topic_of = (value: string): Topic | undefined => topics.find((each) => each.value === value);
