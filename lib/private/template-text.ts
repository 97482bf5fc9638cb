import { isIntrinsic } from './intrinsics';

/** A value of a template as one line of text: intrinsic functions in the short form `${…}` that `Fn::Sub` has. */
export function templateText(value: any): string {
  if (Array.isArray(value)) return value.map(templateText).join(', ');
  if (!isIntrinsic(value)) return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

  const [[name, argument]] = Object.entries<any>(value);
  const isList = Array.isArray(argument);
  if (name === 'Ref') return `\${${argument}}`;
  if (name === 'Fn::GetAtt') return `\${${isList ? argument.join('.') : argument}}`;
  if (name === 'Fn::Join' && isList && Array.isArray(argument[1])) return argument[1].map(templateText).join(argument[0]);
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument;
  if (name === 'Fn::FindInMap' && isList) return `\${${argument.map(templateText).join('.')}}`;
  if (name === 'Fn::Select' && isList && argument.length === 2) return `${templateText(argument[1])}[${templateText(argument[0])}]`;
  if (name === 'Fn::Split' && isList && argument.length === 2) return templateText(argument[1]);
  return JSON.stringify(value);
}

/** The account in an ARN or a bare account id, where the template names it. */
export function accountIn(principal: any): string | undefined {
  const text = templateText(principal);
  return /^\d{12}$/.test(text) ? text : /^arn:(?:\$\{[^}]*\}|[^:$]*):(?:iam|sts)::(\d{12}):/.exec(text)?.[1];
}
