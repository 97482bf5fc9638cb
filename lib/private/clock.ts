/** In milliseconds. */
export const DAY = 86_400_000;

/** The one place that reads the clock, in milliseconds. What it decides is an error or a warning, and never stands in a template. */
export function now(): number {
  return Date.now();
}
