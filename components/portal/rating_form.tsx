import type { ComponentChildren } from "preact";
import { Button } from "../button.tsx";
import { FieldNotes } from "../form/field.tsx";
import { Rating } from "../form/rating.tsx";
import { TextArea } from "../form/text_field.tsx";
import { t } from "../text.ts";

/** Stars and words for finished work. `given` is what was said before and may still be changed. */
export function RatingForm({ action, children, rating, comment, given, error, days }: {
  action: string;
  /** Hidden fields. */
  children: ComponentChildren;
  rating: number | null;
  comment: string;
  given: boolean;
  error?: string | undefined;
  days: number;
}) {
  return (
    <form method="post" action={action} class="grid gap-3" id="rating" data-draft>
      {children}
      <div>
        <Rating label={given ? t("Your rating") : t("How did we do?")} {...(rating ? { value: rating } : {})} />
        <FieldNotes
          id="f-rating"
          error={error}
          hint={given ? t.n(days, "You can change it for one day.", "You can change it for {n} days.") : undefined}
        />
      </div>
      <TextArea
        name="comment"
        label={t("What was good, what could be better?")}
        value={comment}
        rows={3}
        maxLength={2000}
      />
      <Button variant={given ? "secondary" : "primary"} size="lg" icon="star">
        {given ? t("Change my rating") : t("Send my rating")}
      </Button>
    </form>
  );
}
