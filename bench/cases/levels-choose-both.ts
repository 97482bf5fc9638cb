import { floydLevel } from './floyd-level';
import { choose } from './levels-choose';

choose((wish) => floydLevel(wish) !== undefined);
