import { App, CfnParameter, Lazy, Stack, aws_opensearchserverless as opensearchserverless, aws_opensearchservice as opensearch } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, OpenSearchAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf, warningsOf } from '../helpers';

const DOMAIN = '${Domain.Arn}';
const [GET, HEAD, POST, PUT, DELETE] = ['es:ESHttpGet', 'es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut', 'es:ESHttpDelete'];
const documents = (index: string) => ['_bulk', '_create/*', '_doc', '_doc/*', '_update/*'].map((path) => `${DOMAIN}/${index}/${path}`);

describe('statements', () => {
  test.each([
    ['read', {}, [[[GET, HEAD], `${DOMAIN}/*`]]],
    ['write', {}, [[[DELETE, POST, PUT], `${DOMAIN}/*`]]],
    ['readWrite', {}, [[[DELETE, GET, HEAD, POST, PUT], `${DOMAIN}/*`]]],
    ['read', { indexes: ['orders'] }, [[[GET, HEAD], [`${DOMAIN}/orders`, `${DOMAIN}/orders/*`]]]],
    ['write', { indexes: ['orders'] }, [[[DELETE, POST, PUT], documents('orders')]]],
    ['write', { indexes: ['orders', 'parts'] }, [[[DELETE, POST, PUT], [...documents('orders'), ...documents('parts')]]]],
    ['readWrite', { indexes: ['orders'] }, [
      [[DELETE, POST, PUT], documents('orders')],
      [[GET, HEAD], [`${DOMAIN}/orders`, `${DOMAIN}/orders/*`]],
      [[GET, POST], [`${DOMAIN}/orders/_count`, `${DOMAIN}/orders/_search`]],
    ]],
  ] as const)('%s with %j', (method, options, expected) => {
    const stack = newStack();
    const access = OpenSearchAccess[method](domain(stack), { ...options } as opensearchOptions);
    const statements = access.toStatements().map((statement) => normalized(stack.resolve(statement.toStatementJson())));
    expect(allowedBy(statements)).toEqual(allowedBy(expected.map(([Action, Resource]) => ({ Action, Resource }))));
  });

  test('search is on the exact paths of the indexes', () => {
    const stack = newStack();
    expect(granted(stack, OpenSearchAccess.search(domain(stack), 'orders', 'parts'))).toEqual([{
      Action: [GET, POST], Effect: 'Allow', Resource: ['orders/_count', 'orders/_search', 'parts/_count', 'parts/_search'].map((path) => `${DOMAIN}/${path}`),
    }]);
  });

  test('with an index that a parameter names', () => {
    const stack = newStack();
    const index = new CfnParameter(stack, 'Index', { allowedPattern: '^[a-z]+$' }).valueAsString;
    expect(granted(stack, OpenSearchAccess.search(domain(stack), index))[0].Resource).toEqual([`${DOMAIN}/\${Index}/_count`, `${DOMAIN}/\${Index}/_search`]);
  });
});

test.each<[string, (stack: Stack) => opensearch.IDomainRef, string]>([
  ['L2', (stack) => new opensearch.Domain(stack, 'Domain', { version: opensearch.EngineVersion.OPENSEARCH_2_17 }), '${Domain66AC69E0.Arn}/*'],
  ['imported by name', (stack) => opensearch.CfnDomain.fromDomainName(stack, 'Domain', 'orders'), 'arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/orders/*'],
])('a domain %s', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, OpenSearchAccess.read(make(stack)))[0].Resource).toBe(arn);
});

test.each<[string, (stack: Stack) => opensearchserverless.ICollectionRef, string]>([
  ['made in the app', (stack) => new opensearchserverless.CfnCollection(stack, 'Collection', { name: 'orders' }), '${Collection.Arn}'],
  ['imported by id', (stack) => opensearchserverless.CfnCollection.fromCollectionId(stack, 'Collection', 'abc123'), 'arn:${AWS::Partition}:aoss:${AWS::Region}:${AWS::AccountId}:collection/abc123'],
])('a collection %s', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, OpenSearchAccess.callCollection(make(stack)))).toEqual([{ Action: 'aoss:APIAccessAll', Effect: 'Allow', Resource: arn }]);
});

describe('the limit to indexes', () => {
  const TEXT = "IAM may not hold the limit to the named indexes of the domain 'Stack/Domain': the body of a request for many documents can name others. Set the advanced option 'rest.action.multi.allow_explicit_index' of the domain to 'false', or acknowledge this if it is, or if fine-grained access control limits the role.";
  const option = (value: string) => ({ advancedOptions: { 'rest.action.multi.allow_explicit_index': value } });

  test.each<[string, (stack: Stack) => opensearch.IDomainRef]>([
    ['by default', (stack) => domain(stack)],
    ['where the option is on', (stack) => domain(stack, option('true'))],
    ['where the options come later', (stack) => domain(stack, { advancedOptions: Lazy.any({ produce: () => ({}) }) })],
    ['of an imported domain', (stack) => opensearch.CfnDomain.fromDomainName(stack, 'Domain', 'orders')],
  ])('warns %s', (_, make) => {
    const stack = newStack();
    const made = make(stack);
    granted(stack, OpenSearchAccess.readWrite(made, { indexes: ['orders'] }), OpenSearchAccess.read(made, { indexes: ['orders'] }));
    expect(warningsOf(stack)).toEqual([TEXT]);
  });

  test.each<[string, (stack: Stack) => Access]>([
    ['in an L1 domain that holds it', (stack) => OpenSearchAccess.readWrite(domain(stack, option('false')), { indexes: ['orders'] })],
    ['in an L2 domain that holds it', (stack) => OpenSearchAccess.write(new opensearch.Domain(stack, 'Domain', { version: opensearch.EngineVersion.OPENSEARCH_2_17, ...option('false') }), { indexes: ['orders'] })],
    ['without indexes', (stack) => OpenSearchAccess.readWrite(domain(stack))],
    ['for a search, whose body names no index', (stack) => OpenSearchAccess.search(domain(stack), 'orders')],
  ])('does not warn %s', (_, make) => {
    const stack = newStack();
    granted(stack, make(stack));
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('bad input', () => {
  const FIX = 'Allowed: up to 255 lower-case letters, digits and . _ - +, not beginning with _ - or +.';
  test.each([
    ['*', `The name of the index holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${FIX}`],
    ['logs-*', `The name of the index holds a wildcard ('*' or '?'), which would match more than was named: got 'logs-*'. ${FIX}`],
    ['', `The name of the index is empty: got ''. ${FIX}`],
    ['a,b', `The name of the index is not one that OpenSearch takes: got 'a,b'. ${FIX}`],
    ['a/_doc', `The name of the index is not one that OpenSearch takes: got 'a/_doc'. ${FIX}`],
    ['_all', `The name of the index is not one that OpenSearch takes: got '_all'. ${FIX}`],
    ['Orders', `The name of the index is not one that OpenSearch takes: got 'Orders'. ${FIX}`],
    ['..', `The name of the index is not one that OpenSearch takes: got '..'. ${FIX}`],
    ['a'.repeat(256), `The name of the index is not one that OpenSearch takes: got '${'a'.repeat(80)}…'. ${FIX}`],
    [7, `The name of the index is not text: got '7'. ${FIX}`],
  ])('index %j', (index, message) => {
    const made = domain(newStack());
    expect(() => OpenSearchAccess.read(made, { indexes: [index as string] })).toThrow(new Error(message));
    expect(() => OpenSearchAccess.search(made, index as string)).toThrow(new Error(message));
  });

  test('no index', () => {
    const made = domain(newStack());
    expect(() => OpenSearchAccess.write(made, { indexes: [] })).toThrow(new Error('The list of indexes is empty. Name at least one index.'));
    expect(() => OpenSearchAccess.search(made)).toThrow(new Error('The list of indexes is empty. Name at least one index.'));
  });

  test('a domain that is a wildcard', () => {
    expect(() => OpenSearchAccess.read(opensearch.CfnDomain.fromDomainName(newStack(), 'Domain', '*'))).toThrow(/^The ARN of the domain holds a wildcard/);
  });

  test.each(['search', 'vpc'])('a domain that CDK imports by its endpoint %s-…, and whose name it mistakes', (kind) => {
    const imported = opensearch.Domain.fromDomainEndpoint(newStack(), 'Domain', `https://${kind}-orders-a1b2c3.us-east-1.es.amazonaws.com`);
    expect(() => OpenSearchAccess.search(imported, 'items')).toThrow(new Error(
      `The domain 'Stack/Domain' is imported by its endpoint, and CDK gives it the name of another one: got '${kind}-orders'. Import it by its name, such as opensearch.CfnDomain.fromDomainName(this, 'Domain', 'orders'), or by its ARN.`));
  });

  test('a domain whose name begins as an endpoint does is taken', () => {
    const domainArn = 'arn:aws:es:us-east-1:111111111111:domain/search-orders';
    const imported = opensearch.Domain.fromDomainAttributes(newStack(), 'Domain', { domainArn, domainEndpoint: 'search-search-orders-a1b2c3.us-east-1.es.amazonaws.com' });
    expect(OpenSearchAccess.read(imported).toStatements()[0].resources).toEqual([`${domainArn}/*`]);
  });

  test('a domain of another account needs a policy there', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const foreign = opensearch.CfnDomain.fromDomainArn(stack, 'Domain', 'arn:aws:es:us-east-1:222222222222:domain/orders');
    expect(() => granted(stack, OpenSearchAccess.read(foreign))).toThrow(/the domain 'Stack\/Domain' is in account 222222222222, which must let the role in by a domain access policy too/);
  });
});

type opensearchOptions = Parameters<typeof OpenSearchAccess.read>[1];

function domain(stack: Stack, props: opensearch.CfnDomainProps = {}): opensearch.CfnDomain {
  return new opensearch.CfnDomain(stack, 'Domain', props);
}

/** Each pair of action and resource that statements let. */
function allowedBy(statements: any[]): string[] {
  return [...new Set(statements.flatMap(({ Action, Resource }) => [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`))))].sort();
}

function granted(stack: Stack, ...permissions: Access[]): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions });
  return permissionsOf(stack).map(normalized);
}
