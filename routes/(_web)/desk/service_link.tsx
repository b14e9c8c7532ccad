import { StatusBadge } from "~/components/badge.tsx";
import { address_of, type Service } from "./lists.ts";
import { service_badge } from "./service_card.tsx";

/** A customer in a list, as a big target: who, where, and whether the service is on. */
export function ServiceLink({ service, href }: { service: Service; href: string }) {
  return (
    <li>
      <a href={href} class="panel lift block px-4 py-3">
        <span class="flex items-start gap-2">
          <span class="font-semibold flex-1 min-w-0 break-words">{service.name}</span>
          <StatusBadge {...service_badge(service.status)} />
        </span>
        <span class="block mt-0.5 text-xs text-ink-3 break-words">
          {[service.account_number ?? service.number, address_of(service), service.service_plan].filter(Boolean)
            .join(" · ")}
        </span>
      </a>
    </li>
  );
}
