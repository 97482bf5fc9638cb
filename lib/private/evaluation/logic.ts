/** An answer to a question about what is not wholly known. */
export type Truth = boolean | 'unknown';

export function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

/** Whether one of them is true: unknown if none surely is, but one may be. */
export function some<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let answer: Truth = false;
  for (const item of items) {
    const truth = test(item);
    if (truth === true) return true;
    if (truth === 'unknown') answer = truth;
  }
  return answer;
}

/** Whether all of them are true: unknown if none surely is false, but one may be. */
export function every<T>(items: readonly T[], test: (item: T) => Truth): Truth {
  let answer: Truth = true;
  for (const item of items) {
    const truth = test(item);
    if (truth === false) return false;
    if (truth === 'unknown') answer = truth;
  }
  return answer;
}
