/**
 * The form of an API key: `omni_key_`, 43 random signs, 6 signs of checksum. Secret scanners match the prefix, and the
 * checksum tells a real one from a look-alike without asking anybody (GitHub's tokens are built the same way, 2021).
 */
import { crc32 } from "node:zlib";

export const key_prefix = "omni_key_";
/** What a scanner looks for; `is_key_form` then settles it. Documented in docs/api.md. */
export const key_pattern = /^omni_key_[0-9A-Za-z]{49}$/;

const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 43 signs out of 62 are 256.03 bits. */
const random_signs = 43;
/** 62^6 is more than the 2^32 values of a CRC-32. */
const checksum_signs = 6;
const start_signs = 6;

export function new_key_secret(): string {
  let random = "";
  while (random.length < random_signs) {
    for (const byte of crypto.getRandomValues(new Uint8Array(random_signs))) {
      // 248 is the last whole multiple of 62: bytes past it would make the first signs likelier.
      if (byte < 248 && random.length < random_signs) random += signs[byte % 62];
    }
  }
  return key_prefix + random + checksum(key_prefix + random);
}

/** CRC-32 (IEEE 802.3, as zlib has it) of everything before it, in base 62, most significant sign first, padded with 0. */
function checksum(text: string): string {
  let rest = crc32(text);
  let out = "";
  for (let at = 0; at < checksum_signs; at++) {
    out = signs[rest % 62] + out;
    rest = Math.floor(rest / 62);
  }
  return out;
}

/** Whether a text was ever made by `new_key_secret`, as far as anybody can tell without the database: a typing error or a cut end is not. */
export function is_key_form(text: string): boolean {
  return key_pattern.test(text) && checksum(text.slice(0, -checksum_signs)) === text.slice(-checksum_signs);
}

/** How lists name it. Of 256 bits it gives away 36. */
export const key_start = (secret: string): string => secret.slice(0, key_prefix.length + start_signs);
