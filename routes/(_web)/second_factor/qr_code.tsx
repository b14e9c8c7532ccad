/** A QR code as one SVG path, drawn on the server: the secret goes to no other service. */
import { encode } from "uqr";

/** Modules of white around it; readers need four (ISO/IEC 18004). */
const quiet = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 0, ecc: "M" });
  const side = size + 2 * quiet;
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => dark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : []))
    .join("");
  // Black on white in the dark theme too: many readers take nothing else.
  return (
    <svg
      class="rounded-lg border border-line"
      width="208"
      height="208"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
