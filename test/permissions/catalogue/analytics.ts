import type { Catalogue } from './catalogue';

/** Models, queries and users. */
export const ANALYTICS: Catalogue = {
};
