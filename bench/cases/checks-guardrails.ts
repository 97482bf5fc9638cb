import { countIam, iamResources, newStack } from './checks-template';
import { KeylessGuardrails } from 'cdk-keyless-roles';

const { app, stack } = newStack();
const before = process.hrtime.bigint();
iamResources(stack);
const [{ template }] = app.synth().stacks;
const synthesized = process.hrtime.bigint();
// As text, as CDK hands it over.
const text = JSON.stringify(template);
const asked = process.hrtime.bigint();
const { findings } = KeylessGuardrails.checkTemplate(text, { account: stack.account, region: stack.region });
const first = process.hrtime.bigint();
KeylessGuardrails.checkTemplate(text, { account: stack.account, region: stack.region });
const second = process.hrtime.bigint();

const milliseconds = (from: bigint, to: bigint) => Number(to - from) / 1e6;
console.log(JSON.stringify({
  milliseconds: milliseconds(asked, first),
  again: milliseconds(first, second),
  synthesis: milliseconds(before, synthesized),
  megabytes: process.resourceUsage().maxRSS / 1024,
  resources: countIam(template),
  findings: findings.length,
}));
