import "../aria.ts";
import type { ComponentChildren } from "preact";
import { current_locale } from "../text.ts";

export type ThemeChoice = "light" | "dark" | "system";

export interface DocumentProps {
  title?: string;
  /** From the cookie `theme`, see `theme_from_cookie`; the first paint is right without a script. */
  theme?: ThemeChoice;
  /** Portals for customers, resellers and vendors get the warm neutrals. */
  portal?: boolean;
  /** Joined to the style sheet's address, so that a new release is never shown in old clothes. */
  version?: string;
  /** Translations that the islands need, when the language is not English. */
  client_texts?: Record<string, string>;
  /** More for the head: Fresh's Head, page styles. */
  head?: ComponentChildren;
  children: ComponentChildren;
}

/** Reads the cookie header's `theme`; anything unknown follows the system. */
export function theme_from_cookie(cookie: string | null): ThemeChoice {
  const found = cookie?.match(/(?:^|;\s*)theme=(light|dark|system)(?:;|$)/)?.[1];
  return found === "light" || found === "dark" ? found : "system";
}

/** The whole HTML document. Use it as the App wrapper of each portal. */
export function Document({ title, theme = "system", portal, version, client_texts, head, children }: DocumentProps) {
  const stamp = version ? `?v=${encodeURIComponent(version)}` : "";
  return (
    <html lang={current_locale()} data-theme={theme} {...(portal ? { "data-portal": "" } : {})}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{title ? `${title} · Omni` : "Omni"}</title>
        <link rel="preload" href="/fonts/plus-jakarta-sans.woff2" as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="preload" href="/fonts/outfit.woff2" as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={`/styles.css${stamp}`} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="icon" href="/icons/icon-192.png" sizes="192x192" type="image/png" />
        <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <ThemeColours theme={theme} portal={portal ?? false} />
        {head}
      </head>
      <body>
        {children}
        {client_texts && (
          <script type="application/json" id="texts" dangerouslySetInnerHTML={{ __html: safe_json(client_texts) }} />
        )}
      </body>
    </html>
  );
}

/** The colour of the browser's own bars: the ground of the page. */
function ThemeColours({ theme, portal }: { theme: ThemeChoice; portal: boolean }) {
  const light = portal ? "#faf8f5" : "#ffffff";
  const dark = portal ? "#14110e" : "#111a2a";
  if (theme !== "system") return <meta name="theme-color" content={theme === "light" ? light : dark} />;
  return (
    <>
      <meta name="theme-color" media="(prefers-color-scheme: light)" content={light} />
      <meta name="theme-color" media="(prefers-color-scheme: dark)" content={dark} />
    </>
  );
}

/** `</script>` inside a text must not end the block. */
function safe_json(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
