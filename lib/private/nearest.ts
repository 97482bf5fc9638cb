/** The known name that is nearest to a misspelt one, without regard to case. */
export function nearest(name: string, known: readonly string[]): string {
  const edits = known.map((candidate) => distance(name.toLowerCase(), candidate.toLowerCase()));
  return known[edits.indexOf(Math.min(...edits))];
}

/** How many characters must be put in, taken out or replaced to make one text of another. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/**
 * The known names nearest to a misspelt one, nearest first: none that has little in common with it.
 *
 * @param most how many characters may differ
 */
export function nearestFew(name: string, known: readonly string[], count: number, most: number = Math.max(2, Math.ceil(name.length / 2))): string[] {
  return known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
