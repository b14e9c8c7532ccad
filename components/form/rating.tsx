import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

/** Five stars as radio buttons: arrow keys and touch work without script. In the source 5 comes first, see .stars. */
export function Rating({ name = "rating", label, value }: { name?: string; label: string; value?: number }) {
  return (
    <fieldset>
      <legend class="font-semibold mb-1">{label}</legend>
      <div class="stars">
        {[5, 4, 3, 2, 1].map((stars) => (
          <>
            <input type="radio" id={`${name}-${stars}`} name={name} value={stars} checked={value === stars} required />
            <label for={`${name}-${stars}`} title={star_words(stars)}>
              <Icon name="star" label={star_words(stars)} />
            </label>
          </>
        ))}
      </div>
    </fieldset>
  );
}

function star_words(stars: number): string {
  return t.n(stars, "1 star of 5", "{n} stars of 5");
}

/** A rating that was given. */
export function RatingMark({ value }: { value: number }) {
  return (
    <span class="inline-flex gap-0.5 text-orange" role="img" aria-label={star_words(value)}>
      {[1, 2, 3, 4, 5].map((star) => (
        <Icon key={star} name="star" class={star <= value ? "fill-current" : "opacity-40"} />
      ))}
    </span>
  );
}
