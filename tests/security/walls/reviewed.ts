/**
 * The ways in that take no permission key, each with the reason why. Whatever else says `public` or `signed-in` fails
 * the test, and so does an entry here that no way in has any more.
 */
export interface Reviewed {
  key: "public" | "signed-in";
  /** Addresses; `{door}` stands for /auth, /portal/auth, /reseller/auth and /vendor/auth, `{home}` for their portals. */
  paths: readonly string[];
  why: string;
  /** Right as well, because nobody of the world outside is there while the walk goes on. */
  also?: readonly number[];
  /** For API keys alone. */
  for_keys?: true;
}

export const reviewed: readonly Reviewed[] = [
  {
    key: "public",
    paths: ["/healthz", "/readyz"],
    why: "a load balancer asks before anybody is signed in; they tell up or down",
  },
  { key: "public", paths: ["/metrics"], why: "answers the machine itself and METRICS_TOKEN, anybody else gets 404" },
  { key: "public", paths: ["/"], why: "leads to a door and tells nothing" },
  { key: "public", paths: ["/api/:path*"], why: "the bridge to the API: each endpoint behind it names its own key" },
  { key: "public", paths: ["/style"], why: "the design system with made-up data; it reads no row" },
  { key: "public", paths: ["/theme"], why: "keeps light or dark in a cookie, for the sign-in pages too" },
  {
    key: "public",
    paths: ["{door}/sign-in", "{door}/second-factor", "{door}/second-factor/options", "{door}/second-factor/passkey"],
    why: "signing in; steps after the first take the sealed cookie of the one before",
  },
  {
    key: "public",
    paths: ["{door}/forgot", "{door}/reset", "{door}/invitation", "{door}/verify"],
    why: "links by mail: their token is the proof, it works once, its hash is stored",
  },
  { key: "public", paths: ["{door}/sign-out", "{door}/portals"], why: "without a session they lead to the sign-in" },
  {
    key: "public",
    paths: ["/portal/auth/end-acting"],
    why: "ends acting as a customer; without that it leads to the portal",
  },
  {
    key: "public",
    paths: [
      "/api/v1/auth/sign-in",
      "/api/v1/auth/second-factor",
      "/api/v1/auth/refresh",
      "/api/v1/auth/password-reset",
    ],
    why: "signing in; the refresh token and the pending sign-in are the proof",
  },
  {
    key: "public",
    paths: ["/api/v1/hooks/subscribers/:source"],
    why: "signed by its sender: the signature is the proof",
  },
  {
    key: "public",
    paths: ["{door}/sso/:key", "{door}/sso/:key/callback", "{door}/sso/:key/continue", "{door}/sso/:key/sign-out"],
    why: "signing in and out at an identity provider: the state of this browser and the provider's word are the proof",
    also: [503],
  },
  {
    key: "public",
    paths: ["/api/v1/hooks/identity-providers/:key/logout"],
    why: "the provider's signed logout token is the proof",
  },
  {
    key: "public",
    paths: ["/api/v1/openapi.json", "/api/v1/docs", "/api/v1/docs/reader.js"],
    why: "the description of the API; it holds no data",
  },
  {
    key: "signed-in",
    paths: ["/admin"],
    why: "the dashboard asks for the key of each figure and leaves out the others",
  },
  { key: "signed-in", paths: ["/admin/search"], why: "finds what the reader's own keys read" },
  {
    key: "signed-in",
    paths: ["{home}/files/:id", "/api/v1/attachments/:id"],
    why: "a file takes the key of the record that it hangs on, which only the row knows",
  },
  {
    key: "signed-in",
    paths: ["/admin/notifications/mine", "/api/v1/me/notifications", "/api/v1/me/notifications/read"],
    why: "one's own bell",
  },
  {
    key: "signed-in",
    paths: [
      "{home}/account/password",
      "{home}/account/security",
      "{home}/account/security/app",
      "{home}/account/sessions",
    ],
    why: "one's own sign-in, second factor and sessions",
  },
  { key: "signed-in", paths: ["{door}/step-up", "/api/v1/auth/step-up"], why: "proving again that it is oneself" },
  {
    key: "signed-in",
    paths: [
      "/api/v1/auth/me",
      "/api/v1/auth/sign-out",
      "/api/v1/auth/sessions",
      "/api/v1/auth/sessions/:id",
      "/api/v1/auth/sessions/end-others",
    ],
    why: "one's own session",
  },
  {
    key: "signed-in",
    paths: ["/api/v1/saved-views", "/api/v1/saved-views/:id"],
    why: "one's own views; shared ones take saved-views:*",
  },
  {
    key: "signed-in",
    paths: ["/api/v1/api-keys/current", "/api/v1/api-keys/current/revoke"],
    for_keys: true,
    why: "the API key that is sent, about itself",
  },
  { key: "signed-in", paths: ["/ws"], why: "each topic takes the key of what it tells of: sockets_test.ts" },
];

const spelled = (path: string): string =>
  path.replace(/^\/(?:(?:portal|reseller|vendor)\/)?auth\//, "{door}/").replace(
    /^\/(?:admin|portal|reseller|vendor)\/(account|files)\//,
    "{home}/$1/",
  );

export const review_of = (path: string, key: string): Reviewed | undefined =>
  reviewed.find((each) => each.key === key && (each.paths.includes(path) || each.paths.includes(spelled(path))));

/** Paths of the list that nothing answers to any more. */
export function stale(ways: readonly { path: string; keys: readonly string[] }[]): string[] {
  return reviewed.flatMap(({ key, paths }) =>
    paths.filter((path) =>
      !ways.some((way) => way.keys.includes(key) && (way.path === path || spelled(way.path) === path))
    )
  );
}
