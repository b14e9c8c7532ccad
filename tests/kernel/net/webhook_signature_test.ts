import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import {
  new_webhook_secret,
  parse_webhook_secret,
  sign_webhook,
  verify_webhook,
} from "~/domain/kernel/net/webhook_signature.ts";

const secret = new_webhook_secret();
const other = new_webhook_secret();
const body = '{"type":"ticket.created","größe":1}';
const now = 1_790_000_000;
const signed = (secrets = [secret], at = now, text = body) => new Headers(sign_webhook("msg_1", at, text, secrets));
const reason = (headers: Headers, text = body, secrets = [secret]) => {
  const result = verify_webhook(headers, text, secrets, now);
  return result.ok ? "fits" : result.reason;
};

Deno.test("sign_webhook() gives the signature of the standard's own example", () => {
  const example = sign_webhook("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}', [
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  ]);
  assert.equal(example["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

Deno.test("sign_webhook() makes headers that the reference library accepts", () => {
  const at = Math.floor(Date.now() / 1000);
  const verified = new Webhook(secret).verify(body, sign_webhook("msg_1", at, body, [other, secret]));
  assert.deepEqual(verified, JSON.parse(body));
});

Deno.test("verify_webhook() accepts what the reference library signs", () => {
  const signature = new Webhook(secret).sign("msg_1", new Date(now * 1000), body);
  const headers = new Headers({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(now),
    "webhook-signature": signature,
  });
  assert.deepEqual(verify_webhook(headers, body, [secret], now), { ok: true, id: "msg_1", timestamp: now });
  assert.equal(reason(headers, body), "fits");
});

Deno.test("verify_webhook() accepts both secrets while one replaces the other", () => {
  assert.equal(reason(signed([other, secret])), "fits");
  assert.equal(reason(signed([secret]), body, [other, secret]), "fits");
});

Deno.test("verify_webhook() refuses what was altered, replayed or signed by somebody else", () => {
  assert.match(reason(signed(), body.replace("1", "2")), /no signature that fits/);
  assert.match(reason(signed([other])), /no signature that fits/);
  assert.match(reason(signed([secret], now - 301)), /older than 300 s/);
  assert.match(reason(signed([secret], now + 301)), /in the future/);
  assert.equal(reason(signed([secret], now - 300)), "fits");
  const changed = (name: string, value: string) => {
    const headers = signed();
    headers.set(name, value);
    return reason(headers);
  };
  assert.match(changed("webhook-id", "msg_2"), /no signature that fits/);
  assert.match(changed("webhook-timestamp", String(now - 1)), /no signature that fits/);
  assert.match(changed("webhook-timestamp", "soon"), /no number of seconds/);
  assert.match(
    changed("webhook-signature", (signed().get("webhook-signature") ?? "").replace("v1,", "v1a,")),
    /no signature that fits/,
  );
  for (const junk of ["v1,", "v1", "v1,!!!", ",", "v1,AAAA"]) {
    assert.match(changed("webhook-signature", junk), /no signature that fits/);
  }
  assert.match(reason(new Headers()), /lacks webhook-id/);
});

Deno.test("secrets are whsec_ with 24 to 64 bytes, and a bad one is never quoted", () => {
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.notEqual(secret, other);
  const result = (text: string) => {
    const parsed = parse_webhook_secret(text);
    return parsed.ok ? parsed.key.length : parsed.reason;
  };
  assert.equal(result(new_webhook_secret(24)), 24);
  assert.equal(result(new_webhook_secret(64)), 64);
  assert.equal(result(new_webhook_secret(23)), "holds 23 bytes instead of 24 to 64");
  assert.equal(result(new_webhook_secret(65)), "holds 65 bytes instead of 24 to 64");
  assert.equal(result("whsec_hunter2!"), "is not whsec_ followed by base64");
  assert.throws(
    () => sign_webhook("m", now, body, ["hunter2!"]),
    (error) => error instanceof Error && !error.message.includes("hunter2"),
  );
  assert.throws(() => sign_webhook("m.1", now, body, [secret]), /dot/);
  assert.throws(() => sign_webhook("m", now, body, []), /at least one secret/);
});
