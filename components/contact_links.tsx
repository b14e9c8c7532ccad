import { Icon } from "./icon.tsx";

/** A number to call. `display` is the readable form; `e164` what the phone dials. */
export function PhoneLink({ e164, display, icon }: { e164: string; display?: string; icon?: boolean }) {
  return (
    <a href={`tel:${e164}`} class="link inline-flex items-center gap-1.5 whitespace-nowrap fig">
      {icon && <Icon name="phone" />}
      {display ?? e164}
    </a>
  );
}

export function EmailLink({ email, icon }: { email: string; icon?: boolean }) {
  return (
    <a href={`mailto:${email}`} class="link inline-flex items-center gap-1.5 min-w-0">
      {icon && <Icon name="mail" />}
      <span class="truncate">{email}</span>
    </a>
  );
}
