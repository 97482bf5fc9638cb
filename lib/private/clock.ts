/** The one place that reads the clock, in milliseconds. What it decides is an error or a warning, and never stands in a template. */
export function now(): number {
  return Date.now();
}
