import { App, Aws, Stack, Stage, aws_eks as eks, aws_iam as iam } from 'aws-cdk-lib';
import {
  ApplicationRole, BitbucketPrincipal, BuildkitePrincipal, CircleCiPrincipal, GitHubActionsPrincipal, GitHubIssuer, GitHubRepository,
  GitLabPrincipal, GitLabProject, HcpTerraformPrincipal, OidcIdentityProvider, OidcPrincipal, StringMatch,
} from '../../lib';
import { newStack, normalized, onlyResource, templateOf, trustOf, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';
import { describeTrustCases } from './trust-cases';

const NAMES_AND_IDS = { owner: 'acme', ownerId: '1234567', name: 'shop', repositoryId: '7654321' };
const SHOP = GitHubRepository.of(NAMES_AND_IDS);
const ON_SERVER = GitHubRepository.byNameOnly('acme', 'shop', GitHubIssuer.enterpriseServer('github.example.com'));
const GITHUB = 'token.actions.githubusercontent.com';
const ORG = '0f0e6bd4-2c8a-4c5d-9a43-0a1f0b4d5c6e';
const PROJECT = '3f2a7c10-6f0d-4a8e-8f35-9b1d2c3e4f50';
const ENVIRONMENT = '6d5c4b3a-1f2e-4d3c-8b7a-0f9e8d7c6b5a';
const BITBUCKET = { workspace: 'acme', workspaceId: ORG, repositoryId: PROJECT };
const PIPELINE = { organization: 'acme', pipeline: 'shop', pipelineId: PROJECT };
const WORKSPACE = { organization: 'acme', project: 'My Shop', workspace: 'shop-production' };
const WORKFLOW = 'acme/pipelines/.github/workflows/deploy.yml@refs/tags/v1';

const IDS = { [`${GITHUB}:repository_id`]: '7654321', [`${GITHUB}:repository_owner_id`]: '1234567' };
const BRANCH = {
  StringEquals: {
    [`${GITHUB}:aud`]: 'sts.amazonaws.com',
    ...IDS,
    [`${GITHUB}:sub`]: ['repo:acme/shop:ref:refs/heads/main', 'repo:acme@1234567/shop@7654321:ref:refs/heads/main'],
  },
};
describePrincipalContract('GitHubActionsPrincipal.branch()', () => GitHubActionsPrincipal.branch(SHOP, 'main'), {
  statements: [{ Action: 'sts:AssumeRoleWithWebIdentity', Condition: normalized(BRANCH), Effect: 'Allow', Principal: { Federated: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${GITHUB}` } }],
  fragment: normalized(BRANCH),
});

describePrincipalContract('GitLabPrincipal.branch()', () => GitLabPrincipal.branch(GitLabProject.of('acme/shop', '4711'), 'main'), {
  statements: [{
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { 'gitlab.com:aud': 'https://gitlab.com', 'gitlab.com:project_id': '4711', 'gitlab.com:sub': 'project_path:acme/shop:ref_type:branch:ref:main' } },
    Effect: 'Allow',
    Principal: { Federated: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com' },
  }],
  fragment: { StringEquals: { 'gitlab.com:aud': 'https://gitlab.com', 'gitlab.com:project_id': '4711', 'gitlab.com:sub': 'project_path:acme/shop:ref_type:branch:ref:main' } },
});

const tokens = (issuer: string, claims: object, patterns: object = {}) => {
  const keyed = (values: object) => Object.fromEntries(Object.entries(values).map(([claim, value]) => [`${issuer}:${claim}`, value]));
  const condition = normalized({ StringEquals: keyed(claims), ...Object.keys(patterns).length === 0 ? {} : { StringLike: keyed(patterns) } });
  return {
    statements: [{ Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition, Effect: 'Allow', Principal: { Federated: `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${issuer}` } }],
    fragment: condition,
  };
};
describePrincipalContract('BitbucketPrincipal.deployment()', () => BitbucketPrincipal.deployment(BITBUCKET, ENVIRONMENT), tokens(
  'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc', { aud: `ari:cloud:bitbucket::workspace/${ORG}` }, { sub: `{${PROJECT}}:{${ENVIRONMENT}}:*` },
));
describePrincipalContract('CircleCiPrincipal.project()', () => CircleCiPrincipal.project(ORG, PROJECT), tokens(
  `oidc.circleci.com/org/${ORG}`, { 'aud': ORG, 'oidc.circleci.com/project-id': PROJECT }, { sub: `org/${ORG}/project/${PROJECT}/user/*` },
));
describePrincipalContract('BuildkitePrincipal.branch()', () => BuildkitePrincipal.branch(PIPELINE, 'main'), tokens(
  'agent.buildkite.com', { aud: 'sts.amazonaws.com', pipeline_id: PROJECT }, { sub: 'organization:acme:pipeline:shop:ref:refs/heads/main:commit:*' },
));
describePrincipalContract('HcpTerraformPrincipal.apply()', () => HcpTerraformPrincipal.apply(WORKSPACE), tokens(
  'app.terraform.io', { aud: 'aws.workload.identity', sub: 'organization:acme:project:My Shop:workspace:shop-production:run_phase:apply' },
));

describeTrustCases('ci', {
  'GitHubActionsPrincipal.branch': () => GitHubActionsPrincipal.branch(SHOP, 'main'),
  'GitHubActionsPrincipal.branchLike': () => GitHubActionsPrincipal.branchLike(SHOP, 'release/*'),
  'GitHubActionsPrincipal.tag': () => GitHubActionsPrincipal.tag(SHOP, 'v1'),
  'GitHubActionsPrincipal.tagLike': () => GitHubActionsPrincipal.tagLike(SHOP, 'v*'),
  'GitHubActionsPrincipal.environment': () => GitHubActionsPrincipal.environment(SHOP, 'eu:production', { branch: 'main' }),
  'GitHubActionsPrincipal.pullRequest': () => GitHubActionsPrincipal.pullRequest(SHOP),
  'GitHubActionsPrincipal.reusableWorkflow': () => GitHubActionsPrincipal.reusableWorkflow(SHOP, WORKFLOW),
  'GitHubActionsPrincipal.anyOf': () => GitHubActionsPrincipal.anyOf(GitHubActionsPrincipal.branch(SHOP, 'main'), GitHubActionsPrincipal.environment(SHOP, 'production')),
  'GitHubActionsPrincipal.branch, by name': () => GitHubActionsPrincipal.branch(GitHubRepository.byNameOnly('acme', 'shop'), 'main'),
  'GitHubActionsPrincipal.branch, on a server': () => GitHubActionsPrincipal.branch(ON_SERVER, 'main'),
  'GitHubActionsPrincipal.branch, of an enterprise': () => GitHubActionsPrincipal.branch(GitHubRepository.of({ ...NAMES_AND_IDS, issuer: GitHubIssuer.enterprise('octo-corp') }), 'main'),
  'GitHubActionsPrincipal.branch, with data residency': () => GitHubActionsPrincipal.branch(GitHubRepository.of({ ...NAMES_AND_IDS, issuer: GitHubIssuer.gheCom('octo') }), 'main'),
  'GitLabPrincipal.branch': () => GitLabPrincipal.branch(GitLabProject.of('acme/shop', '4711'), 'main'),
  'GitLabPrincipal.branchLike': () => GitLabPrincipal.branchLike(GitLabProject.of('acme/shop', '4711'), 'release/*'),
  'GitLabPrincipal.tag, on a server': () => GitLabPrincipal.tag(GitLabProject.onServer('https://gitlab.example.com', 'acme/tools/shop'), 'v1'),
  'GitLabPrincipal.tagLike': () => GitLabPrincipal.tagLike(GitLabProject.byNameOnly('acme/shop'), 'v*', { audiences: ['aws'] }),
  'BitbucketPrincipal.deployment': () => BitbucketPrincipal.deployment(BITBUCKET, ENVIRONMENT),
  'BitbucketPrincipal.anyStepOf': () => BitbucketPrincipal.anyStepOf(BITBUCKET),
  'CircleCiPrincipal.project': () => CircleCiPrincipal.project(ORG, PROJECT),
  'BuildkitePrincipal.branch': () => BuildkitePrincipal.branch(PIPELINE, 'main'),
  'BuildkitePrincipal.tag': () => BuildkitePrincipal.tag(PIPELINE, 'v1'),
  'HcpTerraformPrincipal.plan': () => HcpTerraformPrincipal.plan(WORKSPACE),
  'HcpTerraformPrincipal.apply': () => HcpTerraformPrincipal.apply(WORKSPACE),
  'HcpTerraformPrincipal.planAndApply': () => HcpTerraformPrincipal.planAndApply({ ...WORKSPACE, issuer: 'https://terraform.example.com' }, { audiences: ['aws'] }),
});

test.each<[string, GitHubIssuer, string]>([
  ['an enterprise', GitHubIssuer.enterprise('octo-corp'), `${GITHUB}/octo-corp`],
  ['data residency', GitHubIssuer.gheCom('octo'), 'token.actions.octo.ghe.com'],
])('GitHub of %s has ids too', (_, issuer, name) => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: GitHubActionsPrincipal.branch(GitHubRepository.of({ owner: 'acme', ownerId: '1', name: 'shop', repositoryId: '2', issuer }), 'main') });
  expect(Object.keys(trustOf(stack)[0].Condition.StringEquals)).toEqual(['aud', 'sub', 'repository_id', 'repository_owner_id'].map((claim) => `${name}:${claim}`));
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, iam.IPrincipal, string[]]>([
  ['a repository', GitHubActionsPrincipal.anyOf(GitHubActionsPrincipal.branch(SHOP, 'main'), GitHubActionsPrincipal.branch(GitHubRepository.byNameOnly('acme', 'shop'), 'main')), ["The repository 'acme/shop' is known by its name alone: whoever gets the name once it is given up can assume the role, and tokens with ids in their subject cannot. Use GitHubRepository.of() with the ids of owner and repository."]],
  ['a repository of one\'s own server', GitHubActionsPrincipal.pullRequest(ON_SERVER), []],
  ['a project', GitLabPrincipal.anyOf(GitLabPrincipal.tag(GitLabProject.byNameOnly('acme/shop'), 'v1')), ["The project 'acme/shop' is known by its name alone: whoever gets the name once it is given up can assume the role. Use GitLabProject.of() with the id of the project."]],
  ['a pipeline', BuildkitePrincipal.anyOf(BuildkitePrincipal.branch({ organization: 'acme', pipeline: 'shop' }, 'main')), ["The pipeline 'acme/shop' is known by its name alone: whoever gets the name once it is given up can assume the role. Give its 'pipelineId'."]],
  ['a workspace, which has nothing else', HcpTerraformPrincipal.anyOf(HcpTerraformPrincipal.plan(WORKSPACE)), []],
  ['nothing', new iam.CompositePrincipal(BitbucketPrincipal.anyOf(BitbucketPrincipal.anyStepOf(BITBUCKET)), CircleCiPrincipal.anyOf(CircleCiPrincipal.project(ORG, PROJECT))), []],
])('%s that is known by its name alone is warned of', (_, assumedBy, warnings) => {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy });
  expect(warningsOf(stack)).toEqual(warnings);
});

describe('an identity provider', () => {
  const ISSUER = 'https://oidc.example.com/tenant';
  const principal = (provider?: iam.IOIDCProviderRef) => OidcPrincipal.of({ issuer: ISSUER, audiences: ['a'], subject: StringMatch.exactly('s'), provider });

  test('is made with its audiences', () => {
    const stack = newStack();
    const provider = new OidcIdentityProvider(stack, 'Provider', { issuer: ISSUER, audiences: ['a', 'b'] });
    new iam.Role(stack, 'Role', { assumedBy: principal(provider) });
    expect(onlyResource(stack, 'AWS::IAM::OIDCProvider')).toEqual({ Url: ISSUER, ClientIdList: ['a', 'b'] });
    expect(trustOf(stack)[0].Principal).toEqual({ Federated: { Ref: 'Provider2281708E' } });
  });

  test('is shared by the stacks of an account, in any region, without exports', () => {
    const app = new App();
    const [first, second] = ['us-east-1', 'eu-west-1'].map((region, i) => new Stack(app, `Stack${i}`, { env: { account: '111111111111', region } }));
    const other = new Stack(app, 'Other', { env: { account: '222222222222', region: 'us-east-1' } });
    const providers = [first, second, other].map((stack, i) => {
      const provider = OidcIdentityProvider.shared(stack, ISSUER, `a${i}`);
      new iam.Role(stack, 'Role', { assumedBy: principal(provider) });
      return provider;
    });
    expect(providers[1]).toBe(providers[0]);
    expect(providers[2]).not.toBe(providers[0]);
    expect(onlyResource(first, 'AWS::IAM::OIDCProvider').ClientIdList).toEqual(['a0', 'a1']);
    expect(normalized(trustOf(second)[0].Principal)).toEqual({ Federated: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/oidc.example.com/tenant' });
    expect(second.dependencies).toEqual([first]);
    expect(templateOf(first).Outputs).toBeUndefined();
  });

  test('is one for each stage, which is deployed by itself', () => {
    const app = new App();
    const [test1, test2] = ['Test', 'Production'].map((name) => new Stack(new Stage(app, name), 'Stack'));
    expect(OidcIdentityProvider.shared(test1, ISSUER, 'a')).not.toBe(OidcIdentityProvider.shared(test2, ISSUER, 'a'));
    expect(() => app.synth()).not.toThrow();
  });

  test('of a stage within is not that of the app', () => {
    const app = new App();
    const within = new Stack(new Stage(app, 'Test'), 'Stack');
    const beside = new Stack(app, 'Beside');
    const [inner, outer] = [within, beside].map((stack) => OidcIdentityProvider.shared(stack, ISSUER, 'a'));
    expect(outer).not.toBe(inner);
    new iam.Role(beside, 'Role', { assumedBy: principal(outer) });
    expect(() => app.synth()).not.toThrow();
  });

  test('of a cluster of the app is shared too', () => {
    const stack = newStack();
    const cluster = new eks.CfnCluster(stack, 'Cluster', { roleArn: 'role', resourcesVpcConfig: { subnetIds: ['subnet'] } });
    const share = () => OidcIdentityProvider.shared(stack, cluster.attrOpenIdConnectIssuerUrl, 'sts.amazonaws.com');
    expect(share()).toBe(share());
    expect(onlyResource(stack, 'AWS::IAM::OIDCProvider').Url).toEqual({ 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] });
  });

  test('that the account has is found by its issuer', () => {
    const stack = newStack();
    new iam.Role(stack, 'Role', { assumedBy: principal(OidcIdentityProvider.fromIssuer(stack, 'Provider', ISSUER)) });
    new iam.Role(stack, 'Other', { assumedBy: principal() });
    const [imported, found] = Object.values<any>(templateOf(stack).Resources).map((role) => normalized(role.Properties.AssumeRolePolicyDocument));
    expect(imported).toEqual(found);
  });

  test('may be one alone for an issuer', () => {
    const stack = newStack();
    new OidcIdentityProvider(stack, 'First', { issuer: ISSUER, audiences: ['a'] });
    new OidcIdentityProvider(stack, 'Second', { issuer: ISSUER, audiences: ['a'] });
    expect(() => templateOf(stack)).toThrow(`The account would have two identity providers for '${ISSUER}', and IAM takes one: 'Stack/First' and 'Stack/Second'. Use OidcIdentityProvider.shared() for all of them.`);
  });

  test.each<[string, () => unknown, string]>([
    ['no audience', () => OidcIdentityProvider.shared(newStack(), ISSUER), "The list of audiences is empty. Give at least one, as the 'aud' claim of the tokens has it."],
    ['too many audiences', () => OidcIdentityProvider.shared(newStack(), ISSUER, ...Array.from({ length: 101 }, (_, i) => `a${i}`)), 'The identity provider has too many audiences: got 101. IAM takes up to 100.'],
    ['an issuer without a scheme', () => OidcIdentityProvider.fromIssuer(newStack(), 'Provider', 'oidc.example.com'), "The issuer is not a URL: got 'oidc.example.com'. Write it as the 'iss' claim of its tokens has it, such as 'https://oidc.example.com'."],
  ])('with %s is an error', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });
});

const repository = (props: object) => GitHubRepository.of({ owner: 'acme', ownerId: '1', name: 'shop', repositoryId: '2', ...props });
const OWNER = 'Allowed: up to 39 letters, digits, hyphens and underscores.';
const REF_FIX = "Write the name alone, such as 'main', or use the method for patterns.";
test.each<[string, () => unknown, string]>([
  ['a repository without an owner', () => GitHubRepository.byNameOnly('', 'shop'), `The owner of the repository is empty: got ''. ${OWNER}`],
  ['any owner', () => GitHubRepository.byNameOnly('*', 'shop'), `The owner of the repository holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${OWNER}`],
  ['an owner with a slash', () => repository({ owner: 'acme/x' }), `The owner of the repository is not one: got 'acme/x'. ${OWNER}`],
  ['a repository with its owner', () => repository({ name: 'acme/shop' }), "The repository is given with its owner: got 'acme/shop'. Write 'shop', and 'acme' as its owner."],
  ['any repository', () => repository({ name: '*' }), "The repository holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Allowed: up to 100 letters, digits and . _ -."],
  ['an id as a number', () => repository({ ownerId: 1234567 }), "The id of the owner is not one: got '1234567'. Write it in quotes."],
  ['a name as an id', () => repository({ repositoryId: 'shop' }), "The id of the repository is not one: got 'shop'. It is a number, as 'gh api repos/OWNER/NAME --jq .id' prints it."],
  ['ids on a server', () => repository({ issuer: GitHubIssuer.enterpriseServer('github.example.com') }), 'The tokens of GitHub Enterprise Server have no ids that IAM could test. Use GitHubRepository.byNameOnly().'],
  ['a URL as a server', () => GitHubIssuer.enterpriseServer('https://github.example.com'), "The host is not one: got 'https://github.example.com'. Allowed: a host name in lower case, such as 'github.example.com'."],
  ['any branch', () => GitHubActionsPrincipal.branch(SHOP, '*'), `The branch holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${REF_FIX}`],
  ['any branch by a pattern', () => GitHubActionsPrincipal.branchLike(SHOP, '*'), "The pattern of the branch begins with a wildcard, so it stands for nearly any: got '*'. Begin with a part of the name, such as 'release/*'."],
  ['any tag by a pattern', () => GitLabPrincipal.tagLike(GitLabProject.byNameOnly('acme/shop'), '?*'), "The pattern of the tag begins with a wildcard, so it stands for nearly any: got '?*'. Begin with a part of the name, such as 'release/*'."],
  ['a branch by its ref', () => GitHubActionsPrincipal.branch(SHOP, 'refs/heads/main'), "The branch begins with 'refs/': got 'refs/heads/main'. Write 'main'."],
  ['a branch with a colon', () => BuildkitePrincipal.branch(PIPELINE, 'main:x'), `The branch is none that Git takes: got 'main:x'. ${REF_FIX}`],
  ['no branch', () => GitLabPrincipal.branch(GitLabProject.byNameOnly('acme/shop'), ''), `The branch is empty: got ''. ${REF_FIX}`],
  ['any environment', () => GitHubActionsPrincipal.environment(SHOP, '*'), "The environment holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write its name as it is."],
  ['the branch of an environment without ids', () => GitHubActionsPrincipal.environment(ON_SERVER, 'production', { branch: 'main' }), "The role would be for the branch of an environment, which needs a repository with its ids: got 'acme/shop' by its name alone. Use GitHubRepository.of()."],
  ['a reusable workflow without ids', () => GitHubActionsPrincipal.reusableWorkflow(GitHubRepository.byNameOnly('acme', 'shop'), WORKFLOW), "The role would be for a reusable workflow, which needs a repository with its ids: got 'acme/shop' by its name alone. Use GitHubRepository.of()."],
  ['a reusable workflow without its ref', () => GitHubActionsPrincipal.reusableWorkflow(SHOP, 'acme/pipelines/.github/workflows/deploy.yml'), "The reusable workflow is not named in full: got 'acme/pipelines/.github/workflows/deploy.yml'. Write it as 'acme/pipelines/.github/workflows/deploy.yml@refs/tags/v1'."],
  ['the id of the repository among the claims', () => GitHubActionsPrincipal.branch(SHOP, 'main', { claims: { repository_id: StringMatch.exactly('1') } }), "The claim 'repository_id' is that of the repository: got it in 'claims' too. Leave it out."],
  ['the id of a pipeline among the claims', () => BuildkitePrincipal.branch(PIPELINE, 'main', { claims: { pipeline_id: StringMatch.exactly('x') } }), "The claim 'pipeline_id' is that of the pipeline: got it in 'claims' too. Leave it out."],
  ['the project of CircleCI among the claims', () => CircleCiPrincipal.project(ORG, PROJECT, { claims: { 'oidc.circleci.com/project-id': StringMatch.exactly('x') } }), "The claim 'oidc.circleci.com/project-id' is that of the project: got it in 'claims' too. Leave it out."],
  ['the id of the project among the claims', () => GitLabPrincipal.branch(GitLabProject.of('acme/shop', '1'), 'main', { claims: { project_id: StringMatch.exactly('1') } }), "The claim 'project_id' is that of the project: got it in 'claims' too. Leave it out."],
  ['no workflow', () => GitHubActionsPrincipal.anyOf(), 'GitHubActionsPrincipal.anyOf() is empty. Give at least one principal.'],
  ['a project without a group', () => GitLabProject.of('shop', '1'), "The path of the project is not one: got 'shop'. Write it with its groups, such as 'acme/shop'."],
  ['any project of a group', () => GitLabProject.byNameOnly('acme/*'), "The path of the project holds a wildcard ('*' or '?'), which would match more than was named: got 'acme/*'. Write it with its groups, such as 'acme/shop'."],
  ['a name as the id of a project', () => GitLabProject.of('acme/shop', 'shop'), "The id of the project is not one: got 'shop'. It is a number, as the page of the project shows it."],
  ['a repository with braces', () => BitbucketPrincipal.anyStepOf({ ...BITBUCKET, repositoryId: `{${PROJECT}}` }), `The id of the repository is not one: got '{${PROJECT}}'. Allowed: a UUID without braces.`],
  ['a name as a project', () => CircleCiPrincipal.project(ORG, 'shop'), "The id of the project is not one: got 'shop'. Allowed: a UUID in lower case, as the settings of CircleCI show it."],
  ['a pipeline with a blank', () => BuildkitePrincipal.branch({ organization: 'acme', pipeline: 'my shop' }, 'main'), "The pipeline is not one: got 'my shop'. Allowed: letters, digits and hyphens, as in its URL."],
  ['any workspace', () => HcpTerraformPrincipal.plan({ ...WORKSPACE, workspace: '*' }), "The workspace holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Allowed: letters, digits, _ and -."],
  ['a workspace with a colon', () => HcpTerraformPrincipal.plan({ ...WORKSPACE, workspace: 'a:run_phase' }), "The workspace is not one: got 'a:run_phase'. Allowed: letters, digits, _ and -."],
])('%s is an error', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});

test('names that are known later pass', () => {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: GitHubActionsPrincipal.environment(repository({ name: Aws.STACK_NAME }), Aws.REGION) });
  expect(normalized(trustOf(stack)[0].Condition.StringEquals[`${GITHUB}:sub`])).toEqual(['repo:acme/${AWS::StackName}:environment:${AWS::Region}', 'repo:acme@1/${AWS::StackName}@2:environment:${AWS::Region}']);
});
