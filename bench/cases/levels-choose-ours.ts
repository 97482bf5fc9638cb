import { choose } from './levels-choose';

choose(() => true);
