/** Keeps a choice of looks for a year, for the server's next first paint. Nothing secret goes this way. */
export function remember(name: "theme" | "rail", value: string): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${secure}`;
}
