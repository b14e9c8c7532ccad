import { Icon } from "./icon.tsx";

/** A number to call. `display` is the readable form; `e164` what the phone dials. */
export function PhoneLink({ e164, display, icon }: { e164: string; display?: string; icon?: boolean }) {
  return (
    <a href={`tel:${e164}`} class="link inline-flex items-baseline gap-1.5 whitespace-nowrap fig">
      {icon && <Icon name="phone" class="self-center" />}
      {display ?? e164}
    </a>
  );
}

export function EmailLink({ email, icon }: { email: string; icon?: boolean }) {
  return (
    <a href={`mailto:${email}`} class="link inline-flex items-baseline gap-1.5 max-w-full">
      {icon && <Icon name="mail" class="self-center" />}
      <span class="truncate">{email}</span>
    </a>
  );
}
