import { quote } from '../../../private/errors';
import { isText } from '../../../private/evaluation/text';
import { isIntrinsic } from '../../../private/intrinsics';
import type { Policy } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';

/** Whether a policy stands in the template as text, or as a function that makes text of it. */
export function isWrittenAsText({ raw }: Policy, template: Template): boolean {
  return typeof raw === 'string' || (isIntrinsic(raw) && template.all(raw).some(isText));
}

/** What a policy is called in a message: `the trust policy`, `the policy 'Read'`, `the policy`. */
export function policyCalled({ use, name }: Policy): string {
  if (use === 'trust') return 'the trust policy';
  return typeof name === 'string' ? `the policy ${quote(name)}` : 'the policy';
}
