import { ANALYTICS } from './analytics';
import type { Catalogue } from './catalogue';
import { MESSAGING } from './messaging';
import { OPERATIONS } from './operations';
import { STORAGE } from './storage';

/** Every typed access of the library. */
export const CATALOGUE: Catalogue = { ...STORAGE, ...MESSAGING, ...OPERATIONS, ...ANALYTICS };
