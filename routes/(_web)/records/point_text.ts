/** A point as people write it: latitude first, as maps and phones show it. GeoJSON has longitude first. */
export interface Point {
  type: "Point";
  coordinates: [number, number];
}

export function is_point(value: unknown): value is Point {
  return typeof value === "object" && value !== null && "coordinates" in value && Array.isArray(value.coordinates) &&
    value.coordinates.length >= 2 &&
    value.coordinates.every((part) => typeof part === "number");
}

/** `6.45407, 3.394673` */
export const point_text = ({ coordinates: [lng, lat] }: Point): string => `${lat}, ${lng}`;

/** Reads "lat, lng" in degrees; also with a semicolon or blanks between, and with N/S and E/W. */
export function parse_point(text: string): { ok: true; point: Point } | { ok: false; reason: string } {
  const found = /^\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NS])?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([EW])?\s*$/i
    .exec(text);
  if (!found) {
    return { ok: false, reason: "is no place: write latitude, then longitude, in degrees, such as 6.4541, 3.3947" };
  }
  const lat = Number(found[1]) * (/s/i.test(found[2] ?? "") ? -1 : 1);
  const lng = Number(found[3]) * (/w/i.test(found[4] ?? "") ? -1 : 1);
  if (Math.abs(lat) > 90) {
    const swapped = Math.abs(lng) <= 90 && Math.abs(lat) <= 180
      ? `: did you mean ${lng}, ${lat}? Latitude comes first`
      : "";
    return { ok: false, reason: `has the latitude ${lat}, which must lie between -90 and 90${swapped}` };
  }
  if (Math.abs(lng) > 180) {
    return { ok: false, reason: `has the longitude ${lng}, which must lie between -180 and 180` };
  }
  return { ok: true, point: { type: "Point", coordinates: [lng, lat] } };
}
