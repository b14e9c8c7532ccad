/** The application in this process on a database of its own, with its jobs at work, and browsers that sign in to it. */
import { Builder } from "fresh/dev";
import { load_config } from "~/config.ts";
import { create_app } from "~/app.ts";
import { open_house, type OpenHouse } from "~/house.ts";
import { grant_role, set_password } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { people } from "~/domain/people/mod.ts";
import { test_database } from "~/tests/support/database.ts";

const origin = "http://localhost:8213";
const password = "light in the fiber";
const root = new URL("../../../", import.meta.url).pathname;

export interface Served extends AsyncDisposable {
  house: OpenHouse;
  /** A browser of a new person with that role. */
  browser(role: string): Promise<TestBrowser>;
}

export interface TestBrowser {
  person_id: string;
  get(path: string): Promise<Answer>;
  /** As a form without a script: token included, redirects not followed. */
  post(path: string, fields: Record<string, string | string[] | File>): Promise<Answer>;
}

export interface Answer {
  status: number;
  text: string;
  /** Path that a redirect leads to. */
  location: string;
  headers: Headers;
}

export async function serve(env: Record<string, string> = {}): Promise<Served> {
  const database = await test_database();
  const DATA_DIR = await Deno.makeTempDir({ prefix: "omni_system_" });
  const house = await open_house(load_config({
    DATA_DIR,
    DATABASE_URL: database.url,
    SECRET_KEY: btoa("0123456789abcdef0123456789abcdef"),
    ENCRYPTION_KEYS: `k1:${btoa("abcdef0123456789abcdef0123456789")}`,
    PUBLIC_URL: origin,
    LOG_LEVEL: "error",
    DEMO: "false",
    ...env,
  }));
  const app = create_app(house);
  (await new Builder({ root }).build({ snapshot: "memory" }))(app);
  const handle = app.handler();
  return {
    house,
    browser: (role) => sign_in(house, handle, role),
    async [Symbol.asyncDispose]() {
      await house.close();
      await database.close();
      await Deno.remove(DATA_DIR, { recursive: true });
    },
  };
}

let number = 0;

async function sign_in(
  house: OpenHouse,
  handle: ReturnType<ReturnType<typeof create_app>["handler"]>,
  role: string,
): Promise<TestBrowser> {
  const username = `${role}${++number}@omni.example`;
  const person_id = await house.platform.transaction(job_actor("test"), async (tx) => {
    const person = await people.create(tx, { display_name: `Test ${role}` });
    await set_password(tx, person.id, username, password);
    await grant_role(tx, person.id, role);
    return person.id;
  });
  const jar = new Map<string, { value: string; path: string }>();
  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const url = new URL(path, origin);
    const cookies = [...jar].filter(([, cookie]) => url.pathname.startsWith(cookie.path)).map(([name, cookie]) =>
      `${name}=${cookie.value}`
    ).join("; ");
    const response = await handle(
      new Request(url, { ...init, headers: { accept: "text/html,*/*", cookie: cookies }, redirect: "manual" }),
    );
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const location = response.headers.get("location");
    return {
      status: response.status,
      text: await response.text(),
      location: location ? new URL(location, origin).pathname + new URL(location, origin).search : "",
      headers: response.headers,
    };
  }
  const browser: TestBrowser = {
    person_id,
    get: (path) => send(path),
    post(path, fields) {
      const body = new FormData();
      body.set("_csrf_token", jar.get("omni_csrf")?.value ?? "");
      for (const [name, value] of Object.entries(fields)) {
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
      }
      return send(path, { method: "POST", body });
    },
  };
  await browser.get("/auth/sign-in");
  const entered = await browser.post("/auth/sign-in", { username, password });
  if (entered.status !== 303) throw new Error(`Signing in as ${username} was answered with ${entered.status}`);
  return browser;
}

function keep(jar: Map<string, { value: string; path: string }>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const at = pair.indexOf("=");
  const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? "/";
  const spent = attributes.some((each) => /^max-age=0$/i.test(each));
  if (spent) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), { value: pair.slice(at + 1), path });
}

/** The words of a page, tags and repeated blanks left out. */
export const words = (html: string): string =>
  html.replace(/<(script|style|template)[\s\S]*?<\/\1>/g, " ").replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]+>/g, " ")
    .replace(/&nbsp;|\s+/g, " ");
