import { StringMatch } from './string-match';
import { checkNamespace, checkServiceAccountName } from '../private/kubernetes-names';

/**
 * A service account of Kubernetes: what the pods of an application run as.
 *
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/
 */
export class KubernetesServiceAccount {
  /**
   * One service account.
   *
   * @param namespace 1 to 63 lower-case letters, digits and hyphens
   * @param name up to 253 lower-case letters, digits, hyphens and dots
   */
  public static of(namespace: string, name: string): KubernetesServiceAccount {
    checkNamespace(namespace);
    checkServiceAccountName(name);
    return new KubernetesServiceAccount(namespace, StringMatch.exactly(name));
  }

  /**
   * Service accounts of a namespace whose names begin so.
   *
   * @param namespace 1 to 63 lower-case letters, digits and hyphens
   * @param namePrefix the beginning of the names, such as `worker-`
   */
  public static namePrefix(namespace: string, namePrefix: string): KubernetesServiceAccount {
    checkNamespace(namespace);
    checkServiceAccountName(namePrefix.replace(/[-.]$/, ''));
    return new KubernetesServiceAccount(namespace, StringMatch.like(`${namePrefix}*`));
  }

  /**
   * Every service account of a namespace, also those that are made later.
   *
   * @param namespace 1 to 63 lower-case letters, digits and hyphens
   */
  public static anyOf(namespace: string): KubernetesServiceAccount {
    checkNamespace(namespace);
    return new KubernetesServiceAccount(namespace, StringMatch.like('*'));
  }

  /** @internal */
  public readonly _namespace: string;
  /** @internal */
  public readonly _name: StringMatch;

  private constructor(namespace: string, name: StringMatch) {
    this._namespace = namespace;
    this._name = name;
  }

  /** The subject of the tokens of the service account. @internal */
  public get _subject(): string {
    return `system:serviceaccount:${this._namespace}:${this._name._values[0]}`;
  }

  /** It stands for one service account. @internal */
  public get _isOne(): boolean {
    return this._name._operator === 'StringEquals';
  }
}

/** The subjects of service accounts, by operator, as one statement cannot have a value or a pattern. */
export function subjectsOf(serviceAccounts: readonly KubernetesServiceAccount[]): StringMatch[] {
  const one = serviceAccounts.filter((account) => account._isOne).map((account) => account._subject);
  const several = serviceAccounts.filter((account) => !account._isOne).map((account) => account._subject);
  return [...one.length === 0 ? [] : [StringMatch.exactly(...one)], ...several.length === 0 ? [] : [StringMatch.like(...several)]];
}
