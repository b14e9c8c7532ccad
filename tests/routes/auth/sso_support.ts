/** A site with identity providers, and what a person does between the two. */
import assert from "node:assert/strict";
import { create_provider, type ProviderInput } from "~/domain/identity_providers/mod.ts";
import { system } from "../../domain/access/world.ts";
import { oidc_provider, type TestProvider } from "../../support/oidc_provider.ts";
import { type Browser, type Site, with_site } from "./site.ts";

export const doors = { admin: "/auth", portal: "/portal/auth", reseller: "/reseller/auth", vendor: "/vendor/auth" };
export const local = { ALLOW_PRIVATE_IDENTITY_PROVIDERS: "true" };

export const to = (response: Response) => [response.status, response.headers.get("location")];

export interface SsoSite extends Site {
  provider: TestProvider;
  /** The provider as it is set up here, with the key `acme`. */
  id: string;
}

/** A site whose provider `acme` is real and opens what `input` says. */
export const with_sso = (input: Partial<ProviderInput>, run: (site: SsoSite) => Promise<void>) =>
  with_site(async (site) => {
    await using provider = await oidc_provider({
      redirect_uris: Object.values(doors).map((door) => `${site.origin}${door}/sso/acme/callback`),
      post_logout_redirect_uris: Object.values(doors).map((door) => `${site.origin}${door}/sign-in`),
      backchannel_logout_uri: `${site.origin}/api/v1/hooks/identity-providers/acme/logout`,
      // The provider's own request, without cookies, straight into the site.
      fetch: (url, init) =>
        site.browser("203.0.113.50").ask(new URL(url).pathname, {
          method: "POST",
          form: Object.fromEntries(new URLSearchParams(String(init.body))),
          headers: { accept: "application/json" },
        }),
    });
    const id = await add_provider(site, provider, input);
    await run({ ...site, provider, id });
  }, local);

export async function add_provider(
  site: Pick<Site, "platform">,
  provider: { issuer: string; client_id: string; client_secret?: string },
  input: Partial<ProviderInput> = {},
): Promise<string> {
  const { issuer, client_id, client_secret = null } = provider;
  const row = await site.platform.transaction(system, (tx) =>
    create_provider(tx, {
      key: "acme",
      name: "Acme",
      issuer,
      client_id,
      client_secret,
      is_enabled: true,
      audiences: ["admin"],
      scopes: ["openid", "profile", "email", "groups"],
      ...input,
    }));
  return row.id;
}

/** The address at the provider that a click on its button leads to. */
export async function begin(browser: Browser, path = "/auth/sso/acme"): Promise<URL> {
  const answer = await browser.ask(path);
  assert.equal(answer.status, 303, await answer.text());
  return new URL(answer.headers.get("location") ?? "");
}

/** The whole way: button, provider, back. @returns the answer to the callback */
export async function come_in(
  site: SsoSite,
  browser: Browser,
  login: string | null,
  path = "/auth/sso/acme",
  jar = new Map<string, string>(),
): Promise<Response> {
  const callback = await site.provider.visit(await begin(browser, path), login, jar);
  assert.equal(callback.origin, site.origin);
  return await browser.ask(callback.pathname + callback.search);
}

export const problem_of = (response: Response): string | null =>
  new URL(response.headers.get("location") ?? "", "https://omni.example").searchParams.get("problem");

export const is_in = (browser: Browser, suffix = "admin"): boolean =>
  browser.cookies.has(`__Host-omni_access_${suffix}`);

/** An account here that is linked by its subject, as its owner would have done. */
export async function link(site: SsoSite, person_id: string, subject: string): Promise<void> {
  await site.it.sql`
    insert into external_identities (provider_id, subject, person_id) values (${site.id}, ${subject}, ${person_id})`;
}

export async function roles_of(site: Site, person_id: string): Promise<string[]> {
  const rows = await site.it.sql<{ key: string }[]>`
    select r.key from person_roles pr join roles r on r.id = pr.role_id where pr.person_id = ${person_id} and pr.is_active order by 1`;
  return rows.map(({ key }) => key);
}
