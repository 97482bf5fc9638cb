import type { Concern } from './deployment';
import { matches, patternOf, wildcardsIn } from '../private/evaluation/patterns';
import { isIntrinsic } from '../private/intrinsics';

/** Policies and statements, as they stand in a template, that may be for one of some actions. */
export function concernOf(actions: readonly string[]): Concern {
  const lower = actions.map((action) => action.toLowerCase());
  const isKnown = (written: any) => typeof written === 'string' && !written.includes('{{resolve:');
  const covers = (written: any) => !isKnown(written) || lower.some((action) => matches(patternOf(wildcardsIn(written.toLowerCase())), action));
  const concerns = (raw: any): boolean => {
    if (Array.isArray(raw)) return raw.some(concerns);
    // A text could be a whole document, and of what is not there nobody can tell.
    if (typeof raw !== 'object' || raw === null) return true;
    if (isIntrinsic(raw)) return isBranch(raw) ? raw['Fn::If'].slice(1).some(concerns) : raw.Ref !== 'AWS::NoValue';
    if (functionBeside(raw) !== undefined) return true;
    if ('Statement' in raw) return concerns(raw.Statement);
    if ('PolicyDocument' in raw) return concerns(raw.PolicyDocument);
    return 'Action' in raw && !('NotAction' in raw) ? [raw.Action].flat().some(covers) : true;
  };
  return concerns;
}

/** A function beside other entries, such as `Fn::Transform`, which adds what nobody can know. */
export function functionBeside(raw: Readonly<Record<string, any>>): string | undefined {
  return Object.keys(raw).find((key) => key.startsWith('Fn::'));
}

function isBranch(raw: any): boolean {
  return Array.isArray(raw['Fn::If']);
}
