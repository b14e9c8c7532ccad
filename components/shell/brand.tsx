import { Icon } from "../icon.tsx";

/** The mark: a pulse on the gradient from light in the fiber to the one orange. */
export function Mark() {
  return (
    <span class="mark" aria-hidden="true">
      <Icon name="activity" />
    </span>
  );
}
