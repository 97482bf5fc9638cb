import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { Component } from 'projen';
import type { awscdk } from 'projen';

/** Each room of `lib/` and the rooms that it may import: the arrows of ARCHITECTURE.md, lowest first. */
const ROOMS: Record<string, string[]> = {
  'private': [],
  'trust': ['private'],
  'permissions': ['private'],
  'roles': ['trust', 'permissions', 'private'],
  'roles-anywhere': ['trust', 'permissions', 'roles', 'private'],
  'customer': ['roles', 'trust', 'permissions', 'private'],
  'vending': ['roles', 'trust', 'permissions', 'customer', 'private'],
  'monitoring': ['private'],
  // These two judge any CDK app and must not trust the code that they judge.
  'guardrails': ['private'],
  'testing': ['private'],
};

/**
 * Lint rules that keep the house in order, so that its plan cannot drift from what is built:
 * the arrows between rooms, no unused code, one order of members, no literal partition.
 */
export class Rooms extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const eslint = project.eslint!;
    this.refuseUnknownRooms();

    eslint.addRules({
      // Following the imports of aws-cdk-lib would take a minute.
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-restricted-paths': ['error', {
        zones: [
          ...Object.entries(ROOMS).map(([room, mayImport]) => zone(room, mayImport)),
          { target: './lib/index.ts', from: './lib/private', message: 'lib/private is never exported.' },
        ],
      }],
      // As tsc has it: an underscore says that a signature asks for the name.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      '@typescript-eslint/member-ordering': ['error', {
        default: [
          'public-static-field', 'public-static-method',
          'protected-static-field', 'protected-static-method',
          'private-static-field', 'private-static-method',
          'field', 'constructor',
          'public-method', 'protected-method', 'private-method',
        ],
      }],
    });

    eslint.addOverride({
      files: ['lib/**/*.ts'],
      rules: {
        'no-console': 'error',
        // `public constructor` says nothing, a private or protected one does.
        '@typescript-eslint/explicit-member-accessibility': ['error', { overrides: { constructors: 'no-public' } }],
        'import/no-unused-modules': ['error', {
          unusedExports: true,
          ignoreUnusedTypeExports: true,
          src: ['lib', 'test', 'bench'],
          ignoreExports: ['lib/index.ts'],
        }],
        'no-restricted-syntax': ['error', ...['Literal[value=/^arn:aws/]', 'TemplateElement[value.raw=/^arn:aws/]'].map((selector) => ({
          selector,
          message: 'An ARN with a literal partition breaks in aws-cn and aws-us-gov: use Aws.PARTITION or formatArn.',
        }))],
      },
    });
    eslint.addOverride({
      files: ['lib/index.ts'],
      rules: {
        'no-restricted-syntax': ['error', {
          selector: 'Program > :not(ExportAllDeclaration, ExportNamedDeclaration[source])',
          message: 'lib/index.ts only re-exports.',
        }],
      },
    });
    eslint.addOverride({
      // The apps, not the programs beside them.
      files: ['examples/*/**/*.ts'],
      rules: {
        'no-restricted-imports': ['error', {
          patterns: [{
            regex: '^\\.\\.?/(.*/)?lib(/|$)',
            message: "An example imports 'cdk-keyless-roles', as a user does.",
          }],
        }],
      },
    });

    // `eslint` only reports, so that a test run never changes a file.
    project.addTask('eslint:fix', {
      description: 'Runs eslint and corrects what it can',
      steps: [{ spawn: 'eslint', args: ['--fix'] }],
    });
  }

  /** A folder that the table does not know would escape every rule above. */
  private refuseUnknownRooms(): void {
    const lib = join(this.project.outdir, 'lib');
    if (!existsSync(lib)) return;
    const folders = readdirSync(lib, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const unknown = folders.filter((folder) => !(folder in ROOMS));
    if (unknown.length > 0) {
      throw new Error(`lib/${unknown.join(', lib/')}: not a room of ARCHITECTURE.md; add it to the table in projenrc/rooms.ts`);
    }
  }
}

function zone(room: string, mayImport: string[]) {
  return {
    target: `./lib/${room}`,
    from: './lib',
    except: [room, ...mayImport].map((name) => `./${name}`),
    message: `lib/${room} may import ${mayImport.length > 0 ? `only lib/${mayImport.join(', lib/')}` : 'no other room'}: see ARCHITECTURE.md.`,
  };
}
