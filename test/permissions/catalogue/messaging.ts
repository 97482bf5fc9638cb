import type { Catalogue } from './catalogue';

/** Messages, events, streams and calls of other applications. */
export const MESSAGING: Catalogue = {
};
