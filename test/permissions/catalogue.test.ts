import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { CATALOGUE } from './catalogue';
import { Access } from '../../lib';
import { serviceOf } from '../../lib/private/service-authorization';
import { newStack } from '../helpers';

const FOLDER = join(__dirname, '..', '..', 'lib', 'permissions');

/** The doc comment above each public static method of the classes of typed accesses, by class and method. */
const DOCUMENTED: Record<string, string> = Object.fromEntries(readdirSync(FOLDER).filter((file) => /-access\.ts$/.test(file)).flatMap((file) => {
  const source = readFileSync(join(FOLDER, file), 'utf-8');
  const name = /^export class (\w+Access) /m.exec(source)?.[1];
  return name === undefined ? [] : [...source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+public static (\w+)\(/g)].map(([, doc, method]) => [`${name}.${method}`, doc]);
}));

test('every typed access is in the catalogue', () => {
  expect(Object.keys(CATALOGUE).sort()).toEqual(Object.keys(DOCUMENTED).sort());
});

describe.each(Object.entries(CATALOGUE))('%s', (name, make) => {
  const statements = make(newStack()).access._statements().filter(({ effect }) => effect === 'Allow');
  const actions = [...new Set(statements.flatMap((statement) => statement.actions))];

  test('names each action, and each is one that works on its resource', () => {
    for (const { actions: given, resources } of statements) {
      expect(given.join()).not.toMatch(/[*?]/);
      if (resources.includes('*')) {
        // Every resource, for what works without one.
        expect(resources).toEqual(['*']);
        expect(given.filter(needsResource)).toEqual([]);
        continue;
      }
      const checked = Access.actions([...given], [...resources])._statements();
      expect(checked.flatMap((one) => one.actions).sort()).toEqual([...given].sort());
      expect(checked.flatMap((one) => one.resources)).toEqual(expect.arrayContaining([...resources]));
    }
  });

  test('says in its documentation which actions it gives, and no others', () => {
    expect(actionsIn(DOCUMENTED[name]).filter(isOwn).sort()).toEqual(actions.filter(isOwn).sort());
  });

  /** What comes along for an encrypted resource depends on the resource. */
  function isOwn(action: string): boolean {
    return name.startsWith('KmsAccess.') || !action.startsWith('kms:');
  }
});

function needsResource(name: string): boolean {
  const [prefix, action] = name.split(':');
  return serviceOf(prefix)!.action(action)!.targets.some(({ isRequired }) => isRequired);
}

function actionsIn(doc: string): string[] {
  const quoted = [...doc.matchAll(/`([a-z0-9-]+):([A-Za-z0-9]+)`/g)];
  // Condition keys look like actions.
  return [...new Set(quoted.filter(([, service, action]) => serviceOf(service)?.action(action) !== undefined).map(([, service, action]) => `${service}:${action}`))];
}
