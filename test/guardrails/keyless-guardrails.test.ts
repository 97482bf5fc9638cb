import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, BootstraplessSynthesizer, CfnParameter, NestedStack, Stack, Stage, Validations, aws_iam as iam } from 'aws-cdk-lib';
import { GuardrailLevel, KeylessGuardrails } from '../../lib';
import { check } from '../../lib/guardrails/check';
import type { Found, Rule } from '../../lib/guardrails/rule';
import { Template } from '../../lib/private/template/template';

const outdir = mkdtempSync(join(tmpdir(), 'guardrails-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const EVERYONE = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } } } };
/** The rule of the tests, at a level that can be acknowledged. */
const levels = { 'trust-everyone': GuardrailLevel.ERROR };

function appWith(guardrails: KeylessGuardrails): App {
  const app = new App({ outdir });
  Validations.of(app).addPlugins(guardrails);
  return app;
}

/** What CDK reports of an app, and whether it lets it pass. */
function synthesized(app: App): { violations: any[]; suppressed: any[]; error?: string } {
  let error: string | undefined;
  try {
    app.synth();
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8'));
  const own = pluginReports.find(({ pluginName }: any) => pluginName === 'KeylessGuardrails') ?? {};
  return { violations: own.violations ?? [], suppressed: own.suppressedViolations ?? [], error };
}

describe('in an app', () => {
  test('lets one pass in which there is nothing to find', () => {
    const app = appWith(new KeylessGuardrails());
    new iam.Role(new Stack(app, 'Stack'), 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    expect(synthesized(app)).toEqual({ violations: [], suppressed: [] });
  });

  test('lets a stack pass that has nothing in it', () => {
    const app = appWith(new KeylessGuardrails());
    new Stack(app, 'Stack', { synthesizer: new BootstraplessSynthesizer() });
    expect(synthesized(app)).toEqual({ violations: [], suppressed: [] });
  });

  test('fails the synthesis, at the construct, with what is wrong and how to mend it', () => {
    const app = appWith(new KeylessGuardrails());
    new iam.Role(new Stack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
    const { violations, error } = synthesized(app);
    expect(error).toContain('lets everyone in the world assume the role');
    expect(violations).toEqual([expect.objectContaining({
      ruleName: 'trust-everyone[Stack/Role1ABCC5F0/*]',
      description: 'Statement 1 of the trust policy lets everyone in the world assume the role: its Principal is *, and no condition names the callers.',
      suggestedFix: expect.stringContaining('Name the account, role or service in Principal'),
      severity: 'fatal',
      violatingConstructs: [expect.objectContaining({ constructPath: 'Stack/Role/Resource' })],
    })]);
  });

  test('finds what is in a stack of a stage, and in a nested stack of it', () => {
    const app = appWith(new KeylessGuardrails());
    const stack = new Stack(new Stage(app, 'Prod'), 'Stack');
    new iam.Role(new NestedStack(new NestedStack(stack, 'Outer'), 'Inner'), 'Role', { assumedBy: new iam.AnyPrincipal() });
    const { violations, error } = synthesized(app);
    expect(error).toBeDefined();
    expect(violations.map(({ ruleName, violatingConstructs }) => [ruleName, violatingConstructs[0].constructPath]))
      .toEqual([['trust-everyone[Prod/Stack/Outer/Inner/Role1ABCC5F0/*]', 'Prod/Stack/Outer/Inner/Role/Resource']]);
  });

  test('takes one acknowledgement for one finding', () => {
    const app = appWith(new KeylessGuardrails({ levels }));
    const stack = new Stack(app, 'Stack');
    const meant = new iam.Role(stack, 'Meant', { assumedBy: new iam.AnyPrincipal() });
    const before = synthesized(app);
    expect(before.violations).toHaveLength(1);
    const [{ ruleName }] = before.violations;

    const again = appWith(new KeylessGuardrails({ levels }));
    const same = new Stack(again, 'Stack');
    Validations.of(new iam.Role(same, 'Meant', { assumedBy: new iam.AnyPrincipal() })).acknowledge({ id: `KeylessGuardrails::${ruleName}`, reason: 'A honeypot' });
    const sarifOf = join(outdir, 'one.sarif');
    Validations.of(again).addPlugins(new KeylessGuardrails({ levels, sarifFile: sarifOf }));
    expect(synthesized(again)).toMatchObject({ violations: [], suppressed: [{ ruleName, reason: 'A honeypot' }], error: undefined });
    expect(JSON.parse(readFileSync(sarifOf, 'utf-8')).runs[0].results).toMatchObject([{ suppressions: [{ kind: 'external', justification: 'A honeypot' }] }]);

    const third = appWith(new KeylessGuardrails({ levels }));
    const more = new Stack(third, 'Stack');
    Validations.of(more).acknowledge({ id: `KeylessGuardrails::${ruleName}`, reason: 'A honeypot' });
    new iam.Role(more, 'Meant', { assumedBy: new iam.AnyPrincipal() });
    new iam.Role(more, 'Other', { assumedBy: new iam.AnyPrincipal() });
    const after = synthesized(third);
    expect(after.error).toBeDefined();
    expect(after.violations.map((violation) => violation.ruleName)).toEqual([expect.stringContaining('trust-everyone[Stack/Other')]);
    expect(meant.node.path).toBe('Stack/Meant');
  });

  test('an acknowledgement of a role in one stack is none for its twin in another', () => {
    const app = appWith(new KeylessGuardrails({ levels }));
    for (const id of ['One', 'Two']) new iam.Role(new Stack(app, id), 'Role', { assumedBy: new iam.AnyPrincipal() });
    Validations.of(app).acknowledge({ id: 'KeylessGuardrails::trust-everyone[One/Role1ABCC5F0/*]', reason: 'A honeypot' });
    const { violations, suppressed, error } = synthesized(app);
    expect(error).toBeDefined();
    expect([violations, suppressed].map((list) => list.map(({ ruleName }) => ruleName)))
      .toEqual([['trust-everyone[Two/Role1ABCC5F0/*]'], ['trust-everyone[One/Role1ABCC5F0/*]']]);
  });

  test('what is fatal cannot be acknowledged', () => {
    const app = appWith(new KeylessGuardrails());
    new iam.Role(new Stack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
    Validations.of(app).acknowledge({ id: 'KeylessGuardrails::trust-everyone[Stack/Role1ABCC5F0/*]', reason: 'A honeypot' });
    expect(synthesized(app)).toMatchObject({ violations: [{ severity: 'fatal' }], suppressed: [], error: expect.stringContaining('everyone') });
  });

  test.each([[GuardrailLevel.WARNING, 1], [GuardrailLevel.INFO, 1], [GuardrailLevel.OFF, 0]])('a rule of the level %s fails nothing', (level, count) => {
    const app = appWith(new KeylessGuardrails({ levels: { 'trust-everyone': level } }));
    new iam.Role(new Stack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
    jest.spyOn(console, 'error').mockImplementation();
    const { violations, error } = synthesized(app);
    jest.restoreAllMocks();
    expect(error).toBeUndefined();
    expect(violations).toHaveLength(count);
  });

  test('the accounts of the app are of one owner', () => {
    const trusting = (accounts: string[]) => {
      const app = appWith(new KeylessGuardrails());
      const [stack] = accounts.map((account) => new Stack(app, `Stack${account}`, { env: { account, region: 'eu-central-1' } }));
      new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('222222222222') });
      return synthesized(app).violations.map(({ ruleName }) => ruleName.replace(/\[.*/, ''));
    };
    expect(trusting(['111111111111', '222222222222'])).toEqual([]);
    expect(trusting(['111111111111'])).toContain('trust-foreign-account');
  });

  test('a finding of a parameter has its place too', () => {
    const app = appWith(new KeylessGuardrails());
    new CfnParameter(new Stack(app, 'Stack'), 'AwsSecretAccessKey', { noEcho: true, description: 'The secret access key of the account' });
    const { violations } = synthesized(app);
    expect(violations).toEqual([expect.objectContaining({
      ruleName: expect.stringContaining('access-key-parameter[Stack/AwsSecretAccessKey'),
      violatingConstructs: [expect.objectContaining({ constructPath: 'Stack/AwsSecretAccessKey' })],
    })]);
  });

  test('two rounds of one plugin are told the same', () => {
    const guardrails = new KeylessGuardrails();
    const rounds = [1, 2].map(() => {
      const app = appWith(guardrails);
      new iam.Role(new Stack(app, 'Stack'), 'Role', { assumedBy: new iam.AnyPrincipal() });
      return synthesized(app).violations;
    });
    expect(rounds[0]).toEqual(rounds[1]);
  });
});

describe('a template by itself', () => {
  test('is judged as an object, as JSON and as YAML', () => {
    const template = { Resources: { Role: EVERYONE } };
    const yaml = 'Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument:\n        Statement: {Effect: Allow, Principal: "*", Action: sts:AssumeRole}\n';
    for (const form of [template, JSON.stringify(template, undefined, 1), yaml]) {
      const report = KeylessGuardrails.checkTemplate(form);
      expect(report.passes).toBe(false);
      expect(report.findings.map(({ id, level }) => [id, level])).toEqual([['trust-everyone[Role/*]', GuardrailLevel.FATAL]]);
      expect(report.findings[0].line).toBe(typeof form === 'string' ? form === yaml ? 2 : 3 : undefined);
    }
  });

  test.each([
    ['is cut off', '{"Resources": {"Role": {', 'It may be cut off'],
    ['is no YAML', 'a: [b\nc', 'neither JSON nor YAML'],
    ['is nothing', '', 'got nothing'],
    ['is undefined', undefined, 'got nothing'],
    ['is a list', [], 'got a list'],
    ['has no resources', {}, 'it has no Resources'],
    ['has resources that are text', { Resources: 'x' }, 'it has Resources that are text'],
  ])('that %s is a finding', (_, template, message) => {
    const report = KeylessGuardrails.checkTemplate(template);
    expect(report.passes).toBe(false);
    expect(report.findings).toMatchObject([{ id: 'template-unreadable', level: 'error', message: expect.stringContaining(message) }]);
  });

  test('that leads back to itself is a finding', () => {
    const template: any = { Resources: {} };
    template.Resources.Self = template;
    expect(KeylessGuardrails.checkTemplate(template).findings).toMatchObject([{ id: 'template-unreadable' }]);
  });

  test('is acknowledged by the ids of its findings, but for those that are fatal', () => {
    const acknowledged = { 'trust-everyone[Role/*]': 'A honeypot' };
    const report = KeylessGuardrails.checkTemplate({ Resources: { Role: EVERYONE } }, { levels, acknowledged });
    expect(report).toMatchObject({ passes: true, findings: [], acknowledged: [{ acknowledgedBecause: 'A honeypot' }] });
    expect(report.toText()).toBe('Passed: 0 fatal, 0 error, 0 warning, 0 info, 1 acknowledged.');
    expect(KeylessGuardrails.checkTemplate({ Resources: { Role: EVERYONE } }, { acknowledged }).passes).toBe(false);
    expect(KeylessGuardrails.checkTemplate({ Resources: { Role: EVERYONE } }, { levels, acknowledged: { 'trust-everyone[Role/*]': ' ' } }).passes).toBe(false);
  });

  test('is judged with the defaults of its parameters as well', () => {
    const role = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
        ManagedPolicyArns: [{ 'Fn::Sub': 'arn:aws:iam::aws:policy/${Policy}' }],
        Policies: [{ PolicyName: 'Policy', PolicyDocument: { Statement: { Effect: 'Allow', Action: 'iam:PutUserPolicy', Resource: { Ref: 'Users' } } } }],
      },
    };
    const template = { Parameters: { Policy: { Type: 'String', Default: 'AdministratorAccess' }, Users: { Type: 'CommaDelimitedList', Default: '*' } }, Resources: { Role: role } };
    const failing = (report = KeylessGuardrails.checkTemplate(template)) => report.findings.filter(({ level }) => level === 'error').map(({ id, message }) => [id, message]);
    expect(failing()).toEqual([
      ['attach-policy-open[Role/iam:PutUserPolicy]', expect.stringContaining(', with the defaults of the template\'s parameters.')],
      ['managed-policy-data[Role/AdministratorAccess]', expect.stringContaining(', with the defaults of the template\'s parameters.')],
    ]);
    expect(failing(KeylessGuardrails.checkTemplate(template, { parameters: { Policy: 'SecurityAudit', Users: 'arn:aws:iam::111111111111:user/a' } }))).toEqual([]);
    // What is wrong whatever the parameters are is told once.
    const always = { Parameters: { Unused: { Type: 'String', Default: 'x' } }, Resources: { Role: EVERYONE } };
    expect(KeylessGuardrails.checkTemplate(always).findings.map(({ id }) => id)).toEqual(['trust-everyone[Role/*]']);
  });

  test('is judged with the templates that it deploys as stack sets', () => {
    const body = { Resources: { Role: EVERYONE, Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: 'Resources: [' } } } };
    const set = { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: JSON.stringify(body) } };
    expect(KeylessGuardrails.checkTemplate({ Resources: { Set: set } }).findings).toMatchObject([
      { id: 'trust-everyone[Set/Role/*]', logicalId: 'Set', location: 'Properties/TemplateBody', message: expect.stringMatching(/^In its template, at 'Role', statement 1 of the trust policy lets everyone/) },
      { id: 'template-unreadable[Set/Set]', logicalId: 'Set', message: expect.stringMatching(/^In its template, at 'Set', in its template, the template is neither JSON nor YAML/) },
    ]);
  });

  test('shows nothing that cannot be seen, and no place that writes over others', () => {
    const Statement = { ...EVERYONE.Properties.AssumeRolePolicyDocument.Statement, Sid: 'a\u001bc\u200bb' };
    const role = { Type: 'AWS::IAM::Role', Metadata: { 'aws:cdk:path': 'Stack/\u001bcRole\nPassed' }, Properties: { AssumeRolePolicyDocument: { Statement } } };
    const report = KeylessGuardrails.checkTemplate({ Resources: { Role: role } });
    expect(report.findings).toMatchObject([{ id: 'trust-everyone[Role/a_c_b]', constructPath: 'Stack/ cRole Passed' }]);
    expect(report.toText()).not.toMatch(/[^\P{C}\n]/u);
  });

  test('is shown for people', () => {
    const template = { Resources: { Role: { ...EVERYONE, Metadata: { 'aws:cdk:path': 'Stack/Role/Resource' } } } };
    expect(KeylessGuardrails.checkTemplate(template).toText()).toBe(`FATAL trust-everyone[Role/*]
  Statement 1 of the trust policy lets everyone in the world assume the role: its Principal is *, and no condition names the callers.
  at   Stack/Role/Resource · Properties/AssumeRolePolicyDocument/Statement/0
  fix  Name the account, role or service in Principal, or test aws:PrincipalOrgID with StringEquals.
  see  https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

Failed: 1 fatal, 0 error, 0 warning, 0 info.`);
  });

  test('is shown as SARIF, with its file and line', () => {
    const report = KeylessGuardrails.checkTemplate(JSON.stringify({ Resources: { Role: EVERYONE } }, undefined, 1), { templateFile: 'customer.json' });
    const { version, runs: [{ tool: { driver }, results }] } = JSON.parse(report.toSarif());
    expect(version).toBe('2.1.0');
    expect(driver.rules).toHaveLength(KeylessGuardrails.rules().length);
    expect(results).toMatchObject([{
      ruleId: 'trust-everyone',
      ruleIndex: driver.rules.findIndex(({ id }: any) => id === 'trust-everyone'),
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'customer.json' }, region: { startLine: 3 } } }],
      partialFingerprints: { 'findingId/v1': 'trust-everyone[Role/*]' },
    }]);
    expect(results[0].suppressions).toBeUndefined();
  });

  test('is shown as SARIF with a path that is a URI, and without links that the template makes', () => {
    const Statement = { ...EVERYONE.Properties.AssumeRolePolicyDocument.Statement, Sid: '[fixed](https://example.com)' };
    const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement } } } } };
    const { runs: [{ results }] } = JSON.parse(KeylessGuardrails.checkTemplate(template, { templateFile: '..\\my templates/a#1.json' }).toSarif());
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('../my%20templates/a%231.json');
    expect(results[0].message.text).toContain("tatement '[fixed] (https://example.com)'");
  });
});

describe('the check itself', () => {
  const template = Template.read({ Resources: { Role: EVERYONE } });
  const settings = { ownAccounts: [], requiredBoundaries: [], requiredTags: [] };
  const rule = (find: Rule['find'], id = 'made-up'): Rule => ({ id, title: 'T.', why: 'W.', fix: 'F.', level: 'warning', page: 'https://docs.aws.amazon.com/', find });
  const at = template.resource('Role')!;

  test('a rule that fails is a finding, and the others go on', () => {
    const rules = [rule(() => { throw new TypeError('x is undefined\n  at y'); }, 'broken'), rule(() => [{ at, message: 'found.' }])];
    expect(check(template, settings, new Map(), 'Stack', rules).map(({ id, level, message }) => [id, level, message])).toEqual([
      ['rule-failed[Stack/broken]', 'error', 'The rule broken failed: x is undefined.'],
      ['made-up[Stack/Role]', 'warning', 'Found.'],
    ]);
  });

  test('what has one id is one finding, of the worse level', () => {
    const found = [{ at, message: 'one.' }, { at, message: 'two.', level: 'error' as const }, { at, message: 'one.' }];
    expect(check(template, settings, new Map(), '', [rule(() => found)]))
      .toMatchObject([{ id: 'made-up[Role]', level: 'error', message: 'Two. The resource has 1 more of the kind.' }]);
  });

  test('what is found in several deployments is one finding, without the case where it is always so', () => {
    const [sometimes, otherwise, always] = ['one (if the condition X is true).', 'one (if the condition X is false).', 'one.'].map((message) => ({ at, message }));
    const messagesOf = (...found: Found[]) => check(template, settings, new Map(), '', [rule(() => found)]).map(({ message }) => message);
    expect(messagesOf(sometimes, otherwise)).toEqual(['One (if the condition X is true).']);
    expect(messagesOf(sometimes, otherwise, always)).toEqual(['One.']);
  });

  test('two long subjects that begin alike have two ids', () => {
    const subjects = ['sub', 'aud'].map((end) => `${'x'.repeat(100)}${end}`);
    const ids = check(template, settings, new Map(), '', [rule(() => subjects.map((subject) => ({ at, subject, message: 'x.' })))]).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^made-up\[Role\/x{91}-[0-9a-f]{8}\]$/.test(id))).toBe(true);
  });

  test('an id has no brackets or blanks but its own, whatever the subject', () => {
    const subject = 'arn:${AWS::Partition}:iam::*:role/a b]{(c';
    expect(check(template, settings, new Map(), 'A B', [rule(() => [{ at, subject, message: 'x.' }])])[0].id)
      .toBe('made-up[A_B/Role/arn:<AWS::Partition>:iam::*:role/a_b_c]');
  });

  test('a message is one line, whatever the template holds', () => {
    const message = 'the role \'a\nFATAL b\r\u001b[2K\u202ec\' is there.';
    expect(check(template, settings, new Map(), '', [rule(() => [{ at, message }])])[0].message).toBe("The role 'a FATAL b [2K c' is there.");
  });

  test('a level that the user sets is that of every finding of the rule', () => {
    const found = [{ at, message: 'x.', level: 'fatal' as const }];
    expect(check(template, settings, new Map([['made-up', 'info']]), '', [rule(() => found)])).toMatchObject([{ level: 'info' }]);
    expect(check(template, settings, new Map([['made-up', 'off']]), '', [rule(() => found)])).toEqual([]);
  });
});

describe('settings that cannot be meant', () => {
  test.each([
    ['a rule that there is not', { levels: { 'trust-everybody': GuardrailLevel.OFF } }, /^There is no such rule: got 'trust-everybody'\. Did you mean 'trust-everyone'.* KeylessGuardrails\.rules\(\) lists all of them\.$/],
    ['a level that there is not', { levels: { 'trust-everyone': 'OFF' as GuardrailLevel } },
      "The level of the rule 'trust-everyone' is none: got 'OFF'. Allowed: 'fatal', 'error', 'warning', 'info' and 'off'."],
    ['no account', { ownAccounts: ['acme'] }, "An account of 'ownAccounts' is none: got 'acme'. Give its twelve digits."],
    ['a path without slashes', { requiredPath: 'teams' }, "The path that roles must have does not begin and end with a slash: got 'teams'. Write it as '/teams/'."],
    ['a pattern that is none', { requiredNamePattern: 'a(' }, "The pattern that names of roles must match is no regular expression: got 'a('. Write one of JavaScript, such as 'team-[a-z]+'."],
    ['an empty tag', { requiredTags: [''] }, "An element of 'requiredTags' is empty. Leave it out, or leave out 'requiredTags'."],
    ['an empty boundary', { requiredBoundaries: [' '] }, "An element of 'requiredBoundaries' is empty. Leave it out, or leave out 'requiredBoundaries'."],
  ])('%s', (_, props, message) => {
    expect(() => new KeylessGuardrails(props)).toThrow(message);
    expect(() => KeylessGuardrails.checkTemplate({ Resources: {} }, props)).toThrow(message);
  });
});
