/** What someone sees when a page could not be given: what happened, what to do, and the id to tell support. Never a stack. */
import { HttpError } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { Icon, type IconName } from "~/components/icon.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { DomainError, type ErrorEnvelope, type FieldProblem, to_envelope } from "~/domain/kernel/errors.ts";
import { AdminPage } from "./admin_page.tsx";
import { paths } from "./paths.ts";
import { portal_of_path } from "./portals.ts";
import { PortalPage } from "./portal_page.tsx";
import type { State } from "./state.ts";

export const status_of_error = (error: unknown): number =>
  error instanceof DomainError || error instanceof HttpError ? error.status : 500;

/** The API's envelope for anything that was thrown, routes that do not exist included. */
export function envelope_of(error: unknown): ErrorEnvelope {
  if (!(error instanceof HttpError)) return to_envelope(error);
  if (error.status === 404) {
    return {
      code: "not_found",
      message: "There is nothing at this address. Check it against /api/v1/docs.",
      details: [],
    };
  }
  if (error.status === 405) {
    return {
      code: "method_not_allowed",
      message: "This address does not take this method; the Allow header lists those it takes.",
      details: [],
    };
  }
  return to_envelope(error);
}

interface Told {
  icon: IconName;
  title: string;
  text: string;
  details: readonly FieldProblem[];
}

function told(error: unknown, status: number): Told {
  const { message, details } = envelope_of(error);
  const listed = details.length > 1 ? details : [];
  const own = (icon: IconName, title: string): Told => ({
    icon,
    title,
    text: error instanceof DomainError ? message : "",
    details: listed,
  });
  switch (status) {
    case 401:
      return { ...own("log-in", t("Sign in to go on")), text: t("This page is for people who are signed in.") };
    case 403:
      return own("lock", t("This is not yours to open"));
    case 404:
      return {
        icon: "search",
        title: t("Nothing here"),
        text: error instanceof DomainError
          ? message
          : t("The address may be mistyped, or what stood here was deleted or moved."),
        details: [],
      };
    case 405:
      return {
        icon: "ban",
        title: t("That cannot be done here"),
        text: t("The page does not take this kind of request. Open it anew and try again."),
        details: [],
      };
    case 409:
      return own("git-merge", t("Something changed in between"));
    case 413:
      return own("circle-alert", t("That is too large"));
    case 422:
    case 400:
      return own("circle-alert", t("The address or form does not fit"));
    case 429:
      return own("hourglass", t("A moment, please"));
    case 503:
      return own("cloud-off", t("Not available right now"));
    default:
      return {
        icon: "bug",
        title: t("Something went wrong on our side"),
        text: t("It was recorded. Try again; if it stays, tell support the request id below."),
        details: [],
      };
  }
}

/** `plain` leaves the portal's shell out: for errors of the shell itself and of what comes before it. */
export function ErrorPage({ state, url, error, plain }: { state: State; url: URL; error: unknown; plain?: boolean }) {
  const status = status_of_error(error);
  const { title, ...rest } = told(error, status);
  const body = (
    <ErrorBody {...rest} status={status} url={url} request_id={state.request?.id} signed_in={Boolean(state.actor)} />
  );
  if (plain || !state.actor) return <AuthShell title={title}>{body}</AuthShell>;
  const frame = { state, url, title };
  const heading = <h1 class="text-2xl">{title}</h1>;
  return portal_of_path(url.pathname).audience !== "admin"
    ? (
      <PortalPage {...frame}>
        <div class="panel p-6 grid gap-4">{heading}{body}</div>
      </PortalPage>
    )
    : (
      <AdminPage {...frame}>
        <div class="panel p-8 grid gap-4 max-w-[680px] mx-auto mt-6">{heading}{body}</div>
      </AdminPage>
    );
}

function ErrorBody(
  { icon, text, details, status, url, request_id, signed_in }: Omit<Told, "title"> & {
    status: number;
    url: URL;
    request_id: string | undefined;
    signed_in: boolean;
  },
) {
  const portal = portal_of_path(url.pathname);
  const here = url.pathname + url.search;
  return (
    <>
      {text && (
        <p class="flex gap-3 text-ink-2">
          <Icon name={icon} class="mt-1" />
          <span class="min-w-0 break-words">{text}</span>
        </p>
      )}
      {details.length > 0 && (
        <ul class="grid gap-1 text-sm list-disc pl-6">
          {details.slice(0, 20).map((one, nth) => (
            <li key={nth}>
              <b class="font-semibold">{one.field}</b> {one.message}
              {one.remedy ? `. ${one.remedy}` : ""}
            </li>
          ))}
        </ul>
      )}
      <p class="flex flex-wrap gap-2">
        {status === 401
          ? (
            <LinkButton variant="primary" icon="log-in" href={`${portal.sign_in}?next=${encodeURIComponent(here)}`}>
              {t("Sign in")}
            </LinkButton>
          )
          : (
            <LinkButton
              variant={status >= 500 || status === 429 ? "secondary" : "primary"}
              icon="house"
              href={signed_in ? portal.home : "/"}
            >
              {t("To the start page")}
            </LinkButton>
          )}
        {(status >= 500 || status === 409 || status === 429) && (
          <LinkButton variant="primary" icon="refresh-cw" href={here}>{t("Try again")}</LinkButton>
        )}
        {status === 422 && url.search && (
          <LinkButton icon="x" href={url.pathname}>{t("Open without filters")}</LinkButton>
        )}
        {status === 404 && signed_in && portal.audience === "admin" && (
          <LinkButton icon="search" href={paths.admin.search}>{t("Search")}</LinkButton>
        )}
      </p>
      {request_id && (
        <p class="text-xs text-ink-3">
          {t("Request id")} <code class="fig">{request_id}</code>
        </p>
      )}
    </>
  );
}
