import { floydLevel } from './floyd-level';
import { measureLevels } from './levels';

measureLevels((wish) => floydLevel(wish)!);
