import type { aws_ses as ses } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf, l1Of, partsOfArn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/** With which settings mail is sent. */
export interface SesBulkOptions {
  /**
   * The configuration set that the application names, or that is the default of the identity: SES authorizes the call on it too.
   *
   * @default - none
   */
  readonly configurationSet?: ses.IConfigurationSetRef;
}

/** From which addresses mail is sent, and to which. */
export interface SesAccessOptions extends SesBulkOptions {
  /**
   * Only from these addresses, compared as they are written (`ses:FromAddress`).
   *
   * @default - every address of the identity
   */
  readonly addresses?: string[];

  /**
   * Only under this name, as it stands before the address (`ses:FromDisplayName`).
   *
   * @default - any name, or none
   */
  readonly displayName?: string;

  /**
   * Only to these addresses: all of To, Cc and Bcc must be one of them (`ses:Recipients`), or in one of the `recipientDomains`.
   *
   * @default - to anybody, or to the `recipientDomains` alone
   */
  readonly recipients?: string[];

  /**
   * Only to addresses of these domains, such as `example.com`: all of To, Cc and Bcc must be in one of them (`ses:Recipients`), or be one
   * of the `recipients`. Subdomains are domains of their own.
   *
   * @default - to anybody, or to the `recipients` alone
   */
  readonly recipientDomains?: string[];
}

/**
 * Sending mail with SES from a verified identity, a domain or an address: made in the app (L2 or L1), or imported by name or ARN.
 *
 * SES authorizes an address on its own identity where it has one, otherwise on that of its domain.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
export class SesAccess {
  /**
   * Send mail: `ses:SendEmail`, and `ses:SendRawEmail` for mail that the application composes itself, as with attachments and by SMTP.
   *
   * It is an error if an address is outside of the identity, where both are known.
   *
   * @param identity made in the app at any level, or imported
   * @param options from which addresses, and to which
   */
  public static sendFrom(identity: ses.IEmailIdentityRef, options: SesAccessOptions = {}): Access {
    const target = identityTarget(identity);
    const conditions = addressConditions(identity, options);
    const resources = resourcesOf(identity, options);
    return Access._from(() => [allOn(target, ['ses:SendEmail', 'ses:SendRawEmail'], resources, conditions)]);
  }

  /**
   * Send mail from templates: `ses:SendEmail`, and `ses:SendTemplatedEmail` for the first version of the API, on the identity and the
   * templates.
   *
   * It is an error if an address is outside of the identity, where both are known.
   *
   * @param identity made in the app at any level, or imported
   * @param templates the names of the templates, one or more
   * @param options from which addresses, and to which
   */
  public static sendTemplated(identity: ses.IEmailIdentityRef, templates: string[], options: SesAccessOptions = {}): Access {
    const target = identityTarget(identity);
    checkTemplates(templates);
    const conditions = addressConditions(identity, options);
    const resources = resourcesOf(identity, options, templates);
    return Access._from(() => [allOn(target, ['ses:SendEmail', 'ses:SendTemplatedEmail'], resources, conditions)]);
  }

  /**
   * Send mail from templates to many at once: `ses:SendBulkEmail`, and `ses:SendBulkTemplatedEmail` for the first version of the API, on
   * the identity and the templates.
   *
   * AWS lets it be limited to no addresses: give the address an identity of its own.
   *
   * @param identity made in the app at any level, or imported
   * @param templates the names of the templates, one or more
   * @param options the configuration set
   */
  public static sendBulk(identity: ses.IEmailIdentityRef, templates: string[], options: SesBulkOptions = {}): Access {
    const target = identityTarget(identity);
    checkTemplates(templates);
    const resources = resourcesOf(identity, options, templates);
    return Access._from(() => [allOn(target, ['ses:SendBulkEmail', 'ses:SendBulkTemplatedEmail'], resources)]);
  }

  private constructor() {}
}

function identityTarget(identity: ses.IEmailIdentityRef): AccessTarget {
  // An identity that is imported by its ARN has it, and does not know of its region.
  const { emailIdentityArn } = identity as { emailIdentityArn?: string };
  const { region, account } = environmentOf(identity);
  const arn = emailIdentityArn ?? `arn:${Aws.PARTITION}:ses:${region}:${account}:identity/${identity.emailIdentityRef.emailIdentity}`;
  return accessTarget(identity, arn, 'email identity', 'sending authorization policy of the identity');
}

/** What SES authorizes a call on: the identity, and the configuration set and the templates beside it, which the caller has himself. */
function resourcesOf(identity: ses.IEmailIdentityRef, { configurationSet }: SesBulkOptions, templates: readonly string[] = []): string[] {
  const { arn } = identityTarget(identity);
  const region = partsOfArn(arn)?.[3] ?? environmentOf(identity).region;
  return [
    arn,
    ...configurationSet ? [`arn:${Aws.PARTITION}:ses:${region}:${environmentOf(configurationSet).account}:configuration-set/${nameOf(configurationSet)}`] : [],
    ...templates.map((template) => `arn:${Aws.PARTITION}:ses:${region}:${Aws.ACCOUNT_ID}:template/${template}`),
  ];
}

function allOn(target: AccessTarget, actions: readonly string[], resources: readonly string[], conditions?: ConditionBlock): AccessStatement {
  return { ...allowOn(target, actions, { conditions }), resources };
}

function nameOf(configurationSet: ses.IConfigurationSetRef): string {
  const { configurationSetName } = configurationSet.configurationSetRef;
  checkLiteral(configurationSetName, 'The name of the configuration set', 'Give one configuration set, by its name.');
  return configurationSetName;
}

/** @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailTemplate.html */
const TEMPLATE_NAME = /^[A-Za-z0-9_-]{1,64}$/;

function checkTemplates(templates: readonly string[]): void {
  checkNotEmpty(templates ?? [], 'The list of templates', 'Name at least one, or use SesAccess.sendFrom() for mail without a template.');
  const fix = 'Allowed: 1 to 64 letters, digits and _ -.';
  for (const template of templates) {
    checkLiteral(template, 'The name of the template', fix);
    if (!Token.isUnresolved(template) && !TEMPLATE_NAME.test(template)) {
      throw new InvalidInputError(`The name of the template is not one that SES takes: got ${quote(template)}. ${fix}`);
    }
  }
}

function addressConditions(identity: ses.IEmailIdentityRef, options: SesAccessOptions): ConditionBlock | undefined {
  const { addresses, displayName, recipients, recipientDomains } = options;
  addresses?.forEach((address) => checkSender(address, identity));
  recipients?.forEach((address) => checkAddress(address, 'A recipient'));
  recipientDomains?.forEach(checkDomain);
  if (addresses) checkNotEmpty(addresses, 'The list \'addresses\'', 'Name at least one, or leave it out for every address of the identity.');
  if (recipients) checkNotEmpty(recipients, 'The list \'recipients\'', 'Name at least one, or leave it out.');
  if (recipientDomains) checkNotEmpty(recipientDomains, 'The list \'recipientDomains\'', 'Name at least one, or leave it out.');
  if (displayName !== undefined) checkLiteral(displayName, 'The display name', 'Write it as it stands before the address.');

  const sender = { ...addresses && { 'ses:FromAddress': [...addresses] }, ...displayName !== undefined && { 'ses:FromDisplayName': displayName } };
  const block: ConditionBlock = {
    ...Object.keys(sender).length > 0 && { StringEquals: sender },
    ...(recipients ?? recipientDomains) && {
      [`ForAllValues:${recipientDomains ? 'StringLike' : 'StringEquals'}`]: { 'ses:Recipients': [...recipients ?? [], ...(recipientDomains ?? []).map((domain) => `*@${domain}`)] },
      // ForAllValues alone is met by a request that names no recipient.
      Null: { 'ses:Recipients': 'false' },
    },
  };
  return Object.keys(block).length === 0 ? undefined : block;
}

const DOMAIN = '[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+';

function checkAddress(address: string, what: string): void {
  const fix = 'Write the address alone, such as \'orders@example.com\'.';
  checkLiteral(address, what, fix);
  if (!Token.isUnresolved(address) && !new RegExp(`^[^\\s@<>"(),:;\\\\]+@${DOMAIN}$`).test(address)) {
    throw new InvalidInputError(`${what} is no email address: got ${quote(address)}. ${fix}`);
  }
}

function checkDomain(domain: string): void {
  const fix = 'Write it as \'example.com\'.';
  checkLiteral(domain, 'The domain of recipients', fix);
  if (!Token.isUnresolved(domain) && !new RegExp(`^${DOMAIN}$`).test(domain)) {
    throw new InvalidInputError(`The domain of recipients is none: got ${quote(domain)}. ${fix}`);
  }
}

function checkSender(address: string, identity: ses.IEmailIdentityRef): void {
  checkAddress(address, 'The address to send from');
  const name = literalName(identity);
  if (Token.isUnresolved(address) || name === undefined || isWithin(address, name)) return;
  throw new InvalidInputError(`The address to send from is outside of the email identity ${quote(name)}, so SES would refuse it: got ${quote(address)}. Give the identity of its domain, or of the address itself.`);
}

/** An identity that is a domain covers its subdomains, one that is an address also the labels of it. */
function isWithin(address: string, identity: string): boolean {
  const [local, domain] = [address.slice(0, address.lastIndexOf('@')), address.slice(address.lastIndexOf('@') + 1).toLowerCase()];
  if (identity.includes('@')) return [address, `${local.replace(/\+.*$/, '')}@${domain}`].some((one) => one.toLowerCase() === identity.toLowerCase());
  return domain === identity.toLowerCase() || domain.endsWith(`.${identity.toLowerCase()}`);
}

/** The domain or address of the identity, if it is known before it is deployed. */
function literalName(identity: ses.IEmailIdentityRef): string | undefined {
  const l1 = l1Of(identity) as { emailIdentity?: unknown } | undefined;
  return [identity.emailIdentityRef.emailIdentity, l1?.emailIdentity].find((name): name is string => typeof name === 'string' && !Token.isUnresolved(name));
}
