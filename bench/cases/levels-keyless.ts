import { keylessLevel } from './keyless-level';
import { measureLevels } from './levels';

measureLevels(keylessLevel);
