import type { aws_acmpca as acmpca, aws_rolesanywhere as rolesanywhere } from 'aws-cdk-lib';
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { CertificateBundle } from './certificate-bundle';
import { checkArn } from '../private/arn-check';
import { readableShape, withoutLater } from '../private/arn-shape';
import { InvalidInputError, quote } from '../private/errors';
import { partitionOf } from '../private/partition';

/**
 * Where the certificates of the certificate authority come from that a trust anchor trusts.
 *
 * @see https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export abstract class TrustAnchorSource {
  /**
   * The certificates of an authority outside of AWS, which go into the template as they are.
   *
   * @param bundle the certificates, which were checked as they were read
   */
  public static certificateBundle(bundle: CertificateBundle): TrustAnchorSource {
    return new BundleSource(bundle);
  }

  /**
   * An authority of AWS Private CA.
   *
   * Of its certificate only the validity may change later, and a renewed one is taken with the next update of the trust anchor. It is an
   * error in the China regions, where IAM Roles Anywhere takes certificates alone.
   *
   * @param certificateAuthority the authority, made in the app or imported
   */
  public static privateCa(certificateAuthority: acmpca.ICertificateAuthorityRef): TrustAnchorSource {
    return TrustAnchorSource.privateCaArn(certificateAuthority.certificateAuthorityRef.certificateAuthorityArn);
  }

  /**
   * An authority of AWS Private CA by its ARN; as `privateCa`.
   *
   * @param certificateAuthorityArn `arn:<partition>:acm-pca:<region>:<account>:certificate-authority/<id>`
   */
  public static privateCaArn(certificateAuthorityArn: string): TrustAnchorSource {
    return new PrivateCaSource(certificateAuthorityArn);
  }

  /**
   * What is known of the certificates.
   *
   * @internal
   */
  public abstract readonly _bundle?: CertificateBundle;

  /** @internal */
  public abstract _render(scope: IConstruct): rolesanywhere.CfnTrustAnchor.SourceProperty;
}

class BundleSource extends TrustAnchorSource {
  constructor(public readonly _bundle: CertificateBundle) {
    super();
  }

  public _render(): rolesanywhere.CfnTrustAnchor.SourceProperty {
    return { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: this._bundle.pem } };
  }
}

class PrivateCaSource extends TrustAnchorSource {
  public readonly _bundle = undefined;

  constructor(private readonly arn: string) {
    super();
    checkPrivateCaArn(arn);
  }

  public _render(scope: IConstruct): rolesanywhere.CfnTrustAnchor.SourceProperty {
    const { region } = Stack.of(scope);
    const partition = Token.isUnresolved(region) ? this.arn.split(':')[1] : partitionOf(region);
    if (partition === 'aws-cn') {
      throw new InvalidInputError(`The trust anchor ${quote(scope.node.path)} has an authority of AWS Private CA as its source, which IAM Roles Anywhere does not take in China: got ${quote(Token.isUnresolved(region) ? this.arn : region)}. Use TrustAnchorSource.certificateBundle().`);
    }
    return { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn: this.arn } };
  }
}

function checkPrivateCaArn(arn: string): void {
  const what = 'The certificate authority';
  const shape = checkArn(arn, what);
  if (shape === undefined) return;
  const [,, service = '',,, resource = ''] = shape.text.split(':');
  // A part that is known later is left to whoever makes it.
  const isRight = (part: string, allowed: RegExp) => part !== withoutLater(part) || allowed.test(part);
  if (isRight(service, /^acm-pca$/) && isRight(resource, /^certificate-authority\/[\w-]+$/)) return;
  throw new InvalidInputError(`${what} is not one of AWS Private CA: got ${quote(readableShape(shape))}. Write 'arn:<partition>:acm-pca:<region>:<account>:certificate-authority/<id>'.`);
}
