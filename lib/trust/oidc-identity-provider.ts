import { Aws, Lazy, Resource, Stack, Stage, Token, aws_iam as iam } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkAudience, checkIssuer, issuerName } from '../private/issuer';
import { OIDC_CLIENT_IDS_MAX } from '../private/limits';
import { checkNotEmpty } from '../private/names';

/** What an identity provider is made for. */
export interface OidcIdentityProviderProps {
  /** The issuer's URL, as the `iss` claim of its tokens has it: `https://`, no port, no slash at the end. */
  readonly issuer: string;

  /** The audiences (`aud` claim) that tokens may be for, 1 to 100 of up to 255 characters. */
  readonly audiences: string[];
}

/**
 * An OpenID Connect identity provider in IAM: it lets the account accept tokens of an issuer.
 *
 * An account has one for each issuer, so `OidcIdentityProvider.shared` makes it once in an app, wherever it is asked for, and principals
 * find one that exists already by its issuer. It is a plain resource of CloudFormation, with no function behind it.
 *
 * @resource AWS::IAM::OIDCProvider
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 *
 * @example
 * const provider = OidcIdentityProvider.shared(this, 'https://oidc.example.com', 'sts.amazonaws.com');
 * new ApplicationRole(this, 'AppRole', {
 *   assumedBy: OidcPrincipal.of({
 *     issuer: 'https://oidc.example.com',
 *     audiences: ['sts.amazonaws.com'],
 *     subject: StringMatch.exactly('service:billing'),
 *     provider,
 *   }),
 * });
 */
export class OidcIdentityProvider extends Resource implements iam.IOIDCProviderRef {
  /**
   * The one provider of an issuer in this app and account: made in the stack of the first call, with the audiences of all calls.
   *
   * Other stacks refer to it by its ARN and are deployed after its own; nothing is exported.
   *
   * @param scope where it is needed
   * @param issuer the issuer's URL
   * @param audiences those that are needed here; one or more
   */
  public static shared(scope: Construct, issuer: string, ...audiences: string[]): OidcIdentityProvider {
    const { account } = Stack.of(scope);
    const known = providersBeside(scope).find((provider) => provider._issuer === issuer && provider.stack.account === account);
    if (known === undefined) {
      const name = Token.isUnresolved(issuer) ? providersBeside(scope).length + 1 : issuerName(issuer);
      return new OidcIdentityProvider(Stack.of(scope), `IdentityProvider-${name}`, { issuer, audiences });
    }
    known.addAudiences(...audiences);
    return known;
  }

  /**
   * A provider that the account has already; principals find it so by themselves.
   *
   * @param scope where it is needed
   * @param id of the construct
   * @param issuer the issuer's URL
   */
  public static fromIssuer(scope: Construct, id: string, issuer: string): iam.IOIDCProviderRef {
    checkIssuer(issuer);
    return iam.OidcProviderNative.fromOidcProviderArn(scope, id, arnOf(issuer));
  }

  /**
   * The ARN of the provider.
   *
   * @attribute
   */
  public readonly oidcProviderArn: string;

  /** As it was given. @internal */
  public readonly _issuer: string;
  readonly #audiences = new Set<string>();

  constructor(scope: Construct, id: string, props: OidcIdentityProviderProps) {
    super(scope, id);
    checkIssuer(props.issuer);
    this._issuer = props.issuer;
    this.addAudiences(...props.audiences);

    const resource = new iam.CfnOIDCProvider(this, 'Resource', {
      url: props.issuer,
      clientIdList: Lazy.list({ produce: () => [...this.#audiences] }),
    });
    // In other stacks by its ARN, which follows from the issuer: IAM is one for all regions, and an export is not.
    this.oidcProviderArn = Lazy.uncachedString({
      produce: ({ scope: user }) => {
        if (Stack.of(user) === this.stack) return resource.ref;
        Stack.of(user).addStackDependency(this.stack, 'The identity provider must be there before the role');
        return arnOf(this._issuer);
      },
    });
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** A reference to the provider. */
  public get oidcProviderRef(): iam.OIDCProviderReference {
    return { oidcProviderArn: this.oidcProviderArn };
  }

  private addAudiences(...audiences: string[]): void {
    checkNotEmpty(audiences, 'The list of audiences', 'Give at least one, as the \'aud\' claim of the tokens has it.');
    audiences.forEach(checkAudience);
    audiences.forEach((audience) => this.#audiences.add(audience));
    if (this.#audiences.size > OIDC_CLIENT_IDS_MAX) {
      throw new InvalidInputError(`The identity provider has too many audiences: got ${this.#audiences.size}. IAM takes up to ${OIDC_CLIENT_IDS_MAX}.`);
    }
  }

  /** An account refuses a second provider for an issuer. */
  private problems(): string[] {
    const same = providersBeside(this).filter((provider) => provider._issuer === this._issuer && provider.stack.account === this.stack.account);
    if (same.length === 1 || same[0] === this) return [];
    return [`The account would have two identity providers for ${quote(this._issuer)}, and IAM takes one: ${list(same.map((provider) => quote(provider.node.path)))}. Use OidcIdentityProvider.shared() for all of them.`];
  }
}

function arnOf(issuer: string): string {
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${issuerName(issuer)}`;
}

/** All providers of the app, or of the stage that is deployed as one, but not of the stages within. */
function providersBeside(scope: IConstruct): OidcIdentityProvider[] {
  const stage = Stage.of(scope);
  const root = stage ?? scope.node.root;
  return root.node.findAll().filter((node): node is OidcIdentityProvider => node instanceof OidcIdentityProvider && Stage.of(node) === stage);
}
