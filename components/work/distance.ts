/** Longitude and latitude in degrees, WGS 84. */
type Position = readonly [number, number];

const earth_km = 6371;
const radians = (degrees: number) => degrees * Math.PI / 180;

/** Kilometres as the crow flies, by the haversine formula (0.5 % off at the worst, which no one drives by). */
export function distance_km([lng_a, lat_a]: Position, [lng_b, lat_b]: Position): number {
  const half_lat = Math.sin(radians(lat_b - lat_a) / 2);
  const half_lng = Math.sin(radians(lng_b - lng_a) / 2);
  const chord = half_lat ** 2 + Math.cos(radians(lat_a)) * Math.cos(radians(lat_b)) * half_lng ** 2;
  return 2 * earth_km * Math.asin(Math.sqrt(chord));
}
