/** The browser of the end-to-end tests: Debian's Chromium, with a font to draw letters in. */
import { apt, exists, install, is_root } from "./debian_packages.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Returns the path of a Chromium: CHROMIUM_PATH, a usual place, or freshly installed. @throws Error that names the packages. */
export async function need_chromium(): Promise<string> {
  const missing = [...(await chromium_path() ? [] : ["chromium"]), ...(await has_fonts() ? [] : ["fonts-liberation"])];
  if (missing.length > 0) {
    if (!is_root() || !await exists("/usr/bin/apt-get")) {
      throw new Error(
        `The browser tests need ${missing.join(" and ")}. On Debian, as root: apt-get install ${
          missing.join(" ")
        }. Or set CHROMIUM_PATH.`,
      );
    }
    await apt(["update"]);
    await install(missing);
  }
  const path = await chromium_path();
  if (!path) throw new Error("Chromium was installed but is not in /usr/bin: set CHROMIUM_PATH");
  return path;
}

export async function chromium_path(): Promise<string | undefined> {
  const given = Deno.env.get("CHROMIUM_PATH");
  for (const path of given ? [given] : places) if (await exists(path)) return path;
  return undefined;
}

/** Without any font Chromium draws nothing, and every text has no width. */
async function has_fonts(): Promise<boolean> {
  return Deno.build.os !== "linux" || await exists("/usr/share/fonts/truetype") ||
    await exists("/usr/share/fonts/opentype");
}
