import type { StackProps } from 'aws-cdk-lib';
import {
  App, CfnParameter, Duration, Fn, Stack, Tags, aws_acmpca as acmpca, aws_iam as iam, aws_rolesanywhere as rolesanywhere,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TestCa } from './certificates';
import { makeCa } from './certificates';
import type { TrustAnchorProps } from '../../lib';
import { CertificateBundle, ExpiringCertificate, TrustAnchor, TrustAnchorGrants, TrustAnchorNotification, TrustAnchorSource } from '../../lib';
import { newStack, normalized, onlyResource, permissionsOf, templateOf, warningsOf } from '../helpers';

const TYPE = 'AWS::RolesAnywhere::TrustAnchor';
const ID = '61f50cd4-45b9-4259-b049-d0a53682fa4b';
const ARN = `arn:aws:rolesanywhere:eu-west-1:111111111111:trust-anchor/${ID}`;
const CA_ARN = 'arn:aws:acm-pca:eu-west-1:111111111111:certificate-authority/11111111-2222-3333-4444-555555555555';
const ALLOWED_NAME = 'Allowed: 1 to 255 letters, digits, blanks, hyphens and underscores.';

let ca: TestCa;
let source: TrustAnchorSource;

beforeAll(async () => {
  ca = await makeCa({ name: 'On-premises CA', serialNumber: '0123' });
  source = TrustAnchorSource.certificateBundle(CertificateBundle.fromPem(ca.pem));
});

/** A stack in an environment. */
function stackIn(region?: string, account?: string, props: StackProps = {}): Stack {
  return new Stack(new App(), 'Stack', { ...props, env: { region, account } });
}

/** The only trust anchor, all of it. */
function trustAnchorOf(stack: Stack): any {
  const [resource] = Object.values<any>(templateOf(stack).Resources).filter(({ Type }) => Type === TYPE);
  return resource;
}

/** The errors of the synthesis. */
function problemsOf(stack: Stack): string {
  try {
    stack.node.root instanceof App && stack.node.root.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('TrustAnchor', () => {
  test('with the required props', () => {
    const stack = newStack();
    new TrustAnchor(stack, 'OnPremises', { source });
    expect(trustAnchorOf(stack)).toEqual({
      Type: TYPE,
      Properties: {
        Name: 'Stack-OnPremises-8C5EB27F',
        Enabled: true,
        Source: { SourceType: 'CERTIFICATE_BUNDLE', SourceData: { X509CertificateData: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/) } },
      },
      Metadata: {
        'cdk-keyless-roles:certificates': [{
          subject: 'CN=On-premises CA',
          issuer: 'CN=On-premises CA',
          serialNumber: '0123',
          validFrom: '2026-01-01T00:00:00.000Z',
          validTo: '2066-01-01T00:00:00.000Z',
          keyType: 'EC P-256',
          fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        }],
      },
    });
    expect(templateOf(stack).Parameters).toEqual({ BootstrapVersion: expect.anything() });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('with every prop', () => {
    const stack = newStack();
    const props: Required<TrustAnchorProps> = {
      source: TrustAnchorSource.privateCaArn(CA_ARN),
      trustAnchorName: 'On premises_1',
      enabled: false,
      notifications: [
        TrustAnchorNotification.caCertificateExpiry(Duration.days(360)),
        TrustAnchorNotification.endEntityCertificateExpiry(Duration.hours(24)),
      ],
    };
    Tags.of(new TrustAnchor(stack, 'OnPremises', props)).add('team', 'platform/core');
    expect(trustAnchorOf(stack)).toEqual({
      Type: TYPE,
      Properties: {
        Name: 'On premises_1',
        Enabled: false,
        Source: { SourceType: 'AWS_ACM_PCA', SourceData: { AcmPcaArn: CA_ARN } },
        NotificationSettings: [
          { Event: 'CA_CERTIFICATE_EXPIRY', Channel: 'ALL', Enabled: true, Threshold: 360 },
          { Event: 'END_ENTITY_CERTIFICATE_EXPIRY', Channel: 'ALL', Enabled: true, Threshold: 1 },
        ],
        Tags: [{ Key: 'team', Value: 'platform/core' }],
      },
    });
  });

  test('attributes: Ref is the id, so that the ARN is asked for', () => {
    const stack = newStack();
    const anchor = new TrustAnchor(stack, 'OnPremises', { source });
    const { trustAnchorArn, trustAnchorId, trustAnchorRef } = anchor;
    expect(stack.resolve({ trustAnchorArn, trustAnchorId, trustAnchorRef })).toEqual({
      trustAnchorArn: { 'Fn::GetAtt': ['OnPremises0D8BAB86', 'TrustAnchorArn'] },
      trustAnchorId: { 'Fn::GetAtt': ['OnPremises0D8BAB86', 'TrustAnchorId'] },
      trustAnchorRef: {
        trustAnchorArn: { 'Fn::GetAtt': ['OnPremises0D8BAB86', 'TrustAnchorArn'] },
        trustAnchorId: { 'Fn::GetAtt': ['OnPremises0D8BAB86', 'TrustAnchorId'] },
      },
    });
  });

  test('the default name of a deep construct is one that the service takes', () => {
    const stack = newStack();
    const deep = [...Array(20).keys()].reduce((scope: Construct, i) => new Construct(scope, `Umlaut-ä.and much more, ${i}`), stack);
    new TrustAnchor(deep, 'Anchor', { source });
    expect(onlyResource(stack, TYPE).Name).toMatch(/^[ a-zA-Z0-9_-]{1,255}$/);
  });

  test('in another stack of the environment', () => {
    const app = new App();
    const [pki, workload] = ['Pki', 'Workload'].map((id) => new Stack(app, id));
    const anchor = new TrustAnchor(pki, 'OnPremises', { source });
    new iam.ManagedPolicy(workload, 'Policy', { statements: [new iam.PolicyStatement({ actions: ['rolesanywhere:GetTrustAnchor'], resources: [anchor.trustAnchorArn] })] });
    expect(permissionsOf(workload)[0].Resource).toEqual({ 'Fn::ImportValue': expect.stringContaining('Pki:') });
  });

  test('a certificate that expires soon is a warning of the trust anchor', async () => {
    const soon = await makeCa({ name: 'Old CA', validTo: new Date(Date.now() + 20 * 86_400_000 + 60_000) });
    const stack = newStack();
    new TrustAnchor(stack, 'OnPremises', { source: TrustAnchorSource.certificateBundle(CertificateBundle.fromPem(soon.pem)) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('expires in 20 days')]);
  });

  describe('name', () => {
    const withName = (trustAnchorName: any) => () => new TrustAnchor(newStack(), 'OnPremises', { source, trustAnchorName });

    test.each(['a', 'x'.repeat(255), 'On premises-1_b', ' '])('%p', (name) => {
      expect(withName(name)).not.toThrow();
    });

    test.each([
      ['', `The name of the trust anchor is empty: got ''. ${ALLOWED_NAME}`],
      ['x'.repeat(256), `The name of the trust anchor is too long: got 256 characters, '${'x'.repeat(80)}…'. ${ALLOWED_NAME}`],
      ['on.premises', `The name of the trust anchor has a character that IAM Roles Anywhere refuses: got '.' in 'on.premises'. ${ALLOWED_NAME}`],
      ['acme/ca', `The name of the trust anchor has a character that IAM Roles Anywhere refuses: got '/' in 'acme/ca'. ${ALLOWED_NAME}`],
      ['Zürich', `The name of the trust anchor has a character that IAM Roles Anywhere refuses: got 'ü' in 'Zürich'. ${ALLOWED_NAME}`],
      ['a\nb', `The name of the trust anchor has a character that IAM Roles Anywhere refuses: got '\\n' in 'a\\nb'. ${ALLOWED_NAME}`],
      ['a😀', `The name of the trust anchor has a character that IAM Roles Anywhere refuses: got '\\u{1f600}' in 'a\\u{1f600}'. ${ALLOWED_NAME}`],
      [7, `The name of the trust anchor is not text: got '7'. ${ALLOWED_NAME}`],
    ])('%p is refused', (name, message) => {
      expect(withName(name)).toThrow(message);
    });

    test('a parameter passes', () => {
      const stack = newStack();
      const { valueAsString } = new CfnParameter(stack, 'Name');
      new TrustAnchor(stack, 'OnPremises', { source, trustAnchorName: valueAsString });
      expect(onlyResource(stack, TYPE).Name).toEqual({ Ref: 'Name' });
    });
  });

  describe('tags', () => {
    function withTag(key: string, value: string): string {
      const stack = newStack();
      Tags.of(new TrustAnchor(stack, 'OnPremises', { source })).add(key, value);
      return problemsOf(stack);
    }

    test('that the service takes', () => {
      expect(withTag('a b_c.d:e/f=g+h-i@j', '')).toBe('');
      expect(withTag('k'.repeat(128), 'v'.repeat(256))).toBe('');
      expect(withTag('key', Fn.importValue('x'))).toBe('');
    });

    test.each([
      ['owner', 'CN=Acme, C=DE', 'The value of the tag \'owner\' has a character that IAM Roles Anywhere refuses: got \',\' in \'CN=Acme, C=DE\'. Allowed: 0 to 256 letters, digits, blanks and _ . : / = + @ -.'],
      ['ö', 'x', 'The tag key \'ö\' has a character that IAM Roles Anywhere refuses: got \'ö\' in \'ö\'.'],
      ['k'.repeat(129), 'x', 'is not of a length that IAM Roles Anywhere takes: got 129 characters. Allowed: 1 to 128 letters, digits, blanks and _ . : / = + @ -.'],
      ['key', 'v'.repeat(257), 'The value of the tag \'key\' is not of a length that IAM Roles Anywhere takes: got 257 characters.'],
    ])('%p: %p is refused', (key, value, message) => {
      expect(withTag(key, value)).toContain(message);
    });

    test('too many are refused', () => {
      const stack = newStack();
      const tags = Tags.of(new TrustAnchor(stack, 'OnPremises', { source }));
      for (let i = 0; i < 201; i++) tags.add(`k${i}`, 'v');
      expect(problemsOf(stack)).toContain('The resource has too many tags: got 201. IAM Roles Anywhere takes up to 200.');
    });
  });
});

describe('TrustAnchorSource', () => {
  const sourceOf = (region: string | undefined, given: TrustAnchorSource) => {
    const stack = stackIn(region);
    new TrustAnchor(stack, 'Anchor', { source: given });
    return normalized(onlyResource(stack, TYPE).Source);
  };

  test.each(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'us-isof-south-1', 'eusc-de-east-1', undefined])('a bundle in %s', (region) => {
    expect(sourceOf(region, source)).toEqual({ SourceType: 'CERTIFICATE_BUNDLE', SourceData: { X509CertificateData: CertificateBundle.fromPem(ca.pem).pem } });
  });

  test.each(['us-east-1', 'us-gov-west-1', undefined])('an authority of Private CA in %s', (region) => {
    expect(sourceOf(region, TrustAnchorSource.privateCaArn(CA_ARN))).toEqual({ SourceType: 'AWS_ACM_PCA', SourceData: { AcmPcaArn: CA_ARN } });
  });

  test('an authority of the app, at level 1', () => {
    const stack = newStack();
    const authority = new acmpca.CfnCertificateAuthority(stack, 'Ca', { type: 'ROOT', keyAlgorithm: 'EC_prime256v1', signingAlgorithm: 'SHA256WITHECDSA', subject: { commonName: 'Acme' } });
    const anchor = new TrustAnchor(stack, 'Anchor', { source: TrustAnchorSource.privateCa(authority) });
    expect(onlyResource(stack, TYPE).Source.SourceData).toEqual({ AcmPcaArn: { Ref: 'Ca' } });
    expect(trustAnchorOf(stack).Metadata).toBeUndefined();
    expect(anchor._bundle).toBeUndefined();
  });

  test('an imported authority, and one of a parameter', () => {
    const stack = newStack();
    const { valueAsString } = new CfnParameter(stack, 'CaArn', { allowedPattern: 'arn:[a-z-]+:acm-pca:[a-z0-9-]+:[0-9]+:certificate-authority/[a-f0-9-]+' });
    for (const [i, given] of [
      TrustAnchorSource.privateCa(acmpca.CertificateAuthority.fromCertificateAuthorityArn(stack, 'Ca', CA_ARN)),
      TrustAnchorSource.privateCaArn(valueAsString),
      TrustAnchorSource.privateCaArn(stack.formatArn({ service: 'acm-pca', resource: 'certificate-authority', resourceName: 'abc' })),
    ].entries()) {
      expect(() => new TrustAnchor(stack, `Anchor${i}`, { source: given })).not.toThrow();
    }
  });

  test('an authority of Private CA is refused in China', () => {
    const stack = stackIn('cn-north-1');
    const inChina = TrustAnchorSource.privateCa(new acmpca.CfnCertificateAuthority(stack, 'Ca', { type: 'ROOT', keyAlgorithm: 'EC_prime256v1', signingAlgorithm: 'SHA256WITHECDSA', subject: {} }));
    expect(() => new TrustAnchor(stack, 'Anchor', { source: inChina }))
      .toThrow('The trust anchor \'Stack/Anchor\' has an authority of AWS Private CA as its source, which IAM Roles Anywhere does not take in China: got \'cn-north-1\'. Use TrustAnchorSource.certificateBundle().');
    expect(() => new TrustAnchor(newStack(), 'Anchor', { source: TrustAnchorSource.privateCaArn(CA_ARN.replace(':aws:', ':aws-cn:')) }))
      .toThrow('does not take in China: got \'arn:aws-cn:acm-pca:');
  });

  test.each([
    ['arn:aws:acm:eu-west-1:111111111111:certificate/abc', 'The certificate authority is not one of AWS Private CA: got \'arn:aws:acm:eu-west-1:111111111111:certificate/abc\'. Write \'arn:<partition>:acm-pca:<region>:<account>:certificate-authority/<id>\'.'],
    [CA_ARN.replace('certificate-authority/', 'certificate-authority/*'), 'The certificate authority is not one of AWS Private CA: got'],
    [`${CA_ARN}/certificate/abc`, 'The certificate authority is not one of AWS Private CA: got'],
    ['my-ca', 'The certificate authority is no ARN: got \'my-ca\'.'],
    ['', 'The certificate authority is no ARN: got \'\'.'],
  ])('%p is refused', (arn, message) => {
    expect(() => TrustAnchorSource.privateCaArn(arn)).toThrow(message);
  });
});

describe('TrustAnchorNotification', () => {
  const settingsOf = (...notifications: TrustAnchorNotification[]) => {
    const stack = newStack();
    new TrustAnchor(stack, 'Anchor', { source, notifications });
    return onlyResource(stack, TYPE).NotificationSettings;
  };

  test('off', () => {
    expect(settingsOf(TrustAnchorNotification.off(ExpiringCertificate.CA), TrustAnchorNotification.off(ExpiringCertificate.END_ENTITY))).toEqual([
      { Event: 'CA_CERTIFICATE_EXPIRY', Channel: 'ALL', Enabled: false },
      { Event: 'END_ENTITY_CERTIFICATE_EXPIRY', Channel: 'ALL', Enabled: false },
    ]);
  });

  test('a notice of a parameter passes', () => {
    const stack = newStack();
    const { valueAsNumber } = new CfnParameter(stack, 'Days', { type: 'Number' });
    new TrustAnchor(stack, 'Anchor', { source, notifications: [TrustAnchorNotification.caCertificateExpiry(Duration.days(valueAsNumber))] });
    expect(onlyResource(stack, TYPE).NotificationSettings[0].Threshold).toEqual({ Ref: 'Days' });
  });

  test.each([
    [Duration.days(0), '0 days'],
    [Duration.days(361), '361 days'],
    [Duration.hours(36), '1 day 12 hours'],
  ])('%p is refused', (notice, shown) => {
    const allowed = 'Allowed: 1 to 360 whole days, such as Duration.days(45).';
    expect(() => TrustAnchorNotification.caCertificateExpiry(notice)).toThrow(`The notice of an expiring CA certificate is not one that IAM Roles Anywhere takes: got '${shown}'. ${allowed}`);
    expect(() => TrustAnchorNotification.endEntityCertificateExpiry(notice)).toThrow(`The notice of an expiring end-entity certificate is not one that IAM Roles Anywhere takes: got '${shown}'. ${allowed}`);
  });

  test('the same kind twice is refused, and none', () => {
    expect(() => settingsOf(TrustAnchorNotification.caCertificateExpiry(Duration.days(45)), TrustAnchorNotification.off(ExpiringCertificate.CA)))
      .toThrow('The notifications of the trust anchor say twice when to tell of one kind of certificate: got \'CA_CERTIFICATE_EXPIRY\'. Give at most one for each kind.');
    expect(() => settingsOf()).toThrow('The list of notifications is empty. Give at least one, or leave it out: AWS tells of both kinds of certificate then, 45 days before.');
  });
});

describe('imported trust anchors', () => {
  test('by ARN', () => {
    const anchor = TrustAnchor.fromTrustAnchorArn(newStack(), 'Anchor', ARN);
    expect(anchor.trustAnchorArn).toBe(ARN);
    expect(anchor.trustAnchorId).toBe(ID);
    expect(anchor.trustAnchorRef).toEqual({ trustAnchorArn: ARN, trustAnchorId: ID });
    expect(anchor.env).toEqual({ account: '111111111111', region: 'eu-west-1' });
  });

  test.each(['us-east-1', 'us-gov-west-1', 'cn-north-1', undefined])('by id, in %s', (region) => {
    const stack = stackIn(region, '222222222222');
    const anchor = TrustAnchor.fromTrustAnchorId(stack, 'Anchor', ID);
    expect(normalized(stack.resolve(anchor.trustAnchorArn))).toBe(`arn:\${AWS::Partition}:rolesanywhere:${region ?? '${AWS::Region}'}:222222222222:trust-anchor/${ID}`);
    expect(anchor.trustAnchorId).toBe(ID);
    expect(templateOf(stack).Resources).toBeUndefined();
  });

  test('by what is known once deployed', () => {
    const stack = newStack();
    const anchor = TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', Fn.importValue('AnchorArn'));
    expect(stack.resolve(anchor.trustAnchorArn)).toEqual({ 'Fn::ImportValue': 'AnchorArn' });
    expect(stack.resolve(anchor.trustAnchorId)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::ImportValue': 'AnchorArn' }] }] }] }] });
    expect(() => TrustAnchor.fromTrustAnchorArn(stack, 'Formatted', stack.formatArn({ service: 'rolesanywhere', resource: 'trust-anchor', resourceName: ID }))).not.toThrow();
  });

  test.each([
    ['arn:aws:rolesanywhere:eu-west-1:111111111111:trust-anchor/*', 'The ARN of the trust anchor holds a wildcard'],
    [`arn:aws:rolesanywhere:eu-west-1:111111111111:profile/${ID}`, 'The ARN of the trust anchor is not that of a trust anchor: got \'arn:aws:rolesanywhere:eu-west-1:111111111111:profile/61f50cd4-45b9-4259-b049-d0a…\'. Write \'arn:<partition>:rolesanywhere:<region>:<account>:trust-anchor/<id>\', as the console shows it.'],
    [`arn:aws:rolesanywhere::111111111111:trust-anchor/${ID}`, 'The ARN of the trust anchor is not that of a trust anchor'],
    [`arn:aws:iam:eu-west-1:111111111111:trust-anchor/${ID}`, 'The ARN of the trust anchor is not that of a trust anchor'],
    ['arn:aws:rolesanywhere:eu-west-1:111111111111:trust-anchor/OnPremises', 'The ARN of the trust anchor is not that of a trust anchor'],
    [`arn:aws:rolesanywhere:eu-west-1:1111:trust-anchor/${ID}`, 'The ARN of the trust anchor is malformed: its account is \'1111\''],
    [ID, `The ARN of the trust anchor is no ARN: got '${ID}'.`],
    ['', 'The ARN of the trust anchor is empty: got \'\'.'],
    [` ${ARN}`, 'The ARN of the trust anchor begins or ends with a blank'],
  ])('the ARN %p is refused', (arn, message) => {
    expect(() => TrustAnchor.fromTrustAnchorArn(newStack(), 'Anchor', arn)).toThrow(message);
  });

  test('a parameter that could bring a wildcard is refused', () => {
    const stack = newStack();
    const { valueAsString } = new CfnParameter(stack, 'AnchorArn');
    expect(() => TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', valueAsString)).toThrow('The ARN of the trust anchor');
    expect(() => TrustAnchor.fromTrustAnchorId(stack, 'Anchor2', valueAsString)).toThrow('The id of the trust anchor');
  });

  test.each([
    ['OnPremises', 'The id of the trust anchor is not an id of IAM Roles Anywhere: got \'OnPremises\'. Write the UUID that the console shows, such as \'61f50cd4-45b9-4259-b049-d0a53682fa4b\'.'],
    ['*', 'The id of the trust anchor holds a wildcard'],
    [`${ID}/x`, 'The id of the trust anchor is not an id'],
  ])('the id %p is refused', (id, message) => {
    expect(() => TrustAnchor.fromTrustAnchorId(newStack(), 'Anchor', id)).toThrow(message);
  });
});

describe('metrics', () => {
  test('of a trust anchor', () => {
    const stack = newStack();
    const anchor = TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ARN);
    expect(anchor.metricDaysToExpiry().toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/RolesAnywhere', metricName: 'DaysToExpiry', statistic: 'Minimum', period: Duration.days(1), dimensions: [{ name: 'TrustAnchorArn', value: ARN }],
    });
    expect(anchor.metricCreateSessionSuccess({ period: Duration.hours(1) }).toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/RolesAnywhere', metricName: 'Success', statistic: 'Sum', period: Duration.hours(1), dimensions: [{ name: 'Operation', value: 'CreateSession' }, { name: 'TrustAnchorArn', value: ARN }],
    });
  });

  test('of all trust anchors', () => {
    const metric = TrustAnchor.metricAllCreateSessionFailures({ label: 'Refused' });
    expect(metric.expression).toBe('SELECT SUM(Failure) FROM "AWS/RolesAnywhere" WHERE Operation = \'CreateSession\'');
    expect(metric.label).toBe('Refused');
    expect(metric.warningsV2).toBeUndefined();
  });
});

describe('grants', () => {
  function grantee(stack: Stack): iam.Role {
    return new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  }

  test('to read', () => {
    const stack = newStack();
    new TrustAnchor(stack, 'Anchor', { source }).grants.read(grantee(stack)).assertSuccess();
    expect(permissionsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'rolesanywhere:GetTrustAnchor', Resource: { 'Fn::GetAtt': ['AnchorA04D3540', 'TrustAnchorArn'] } }]);
  });

  test('any action, on an anchor of level 1 and an imported one', () => {
    const stack = newStack();
    const role = grantee(stack);
    const l1 = new rolesanywhere.CfnTrustAnchor(stack, 'L1', { name: 'l1', source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: ca.pem } } });
    TrustAnchorGrants.fromTrustAnchor(l1).read(role);
    TrustAnchor.fromTrustAnchorArn(stack, 'Imported', ARN).grants.actions(role, ['rolesanywhere:DisableTrustAnchor']);
    expect(permissionsOf(stack)).toEqual([
      { Effect: 'Allow', Action: 'rolesanywhere:GetTrustAnchor', Resource: { 'Fn::GetAtt': ['L1', 'TrustAnchorArn'] } },
      { Effect: 'Allow', Action: 'rolesanywhere:DisableTrustAnchor', Resource: ARN },
    ]);
  });

  test('an action on something else is refused', () => {
    const stack = newStack();
    expect(() => new TrustAnchor(stack, 'Anchor', { source }).grants.actions(grantee(stack), ['rolesanywhere:GetProfile'])).toThrow('rolesanywhere:GetProfile');
  });
});
