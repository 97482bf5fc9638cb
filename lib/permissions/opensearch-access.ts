import type { aws_opensearchserverless as opensearchserverless, aws_opensearchservice as opensearch } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, l1Of } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { INDEX_NAME_MAX_BYTES } from '../private/limits';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** Which part of a domain. */
export interface OpenSearchAccessOptions {
  /**
   * Only these indexes, by their whole names.
   *
   * The beginning of names is not offered: a request may name several indexes with a comma between them, and the beginning would let
   * all of them if it fits the first. Nor is the name of an alias or data stream told from that of an index.
   *
   * By default OpenSearch lets the body of a request for many documents (`_bulk`, `_mget`, `_msearch`) name other indexes than its path,
   * so IAM cannot hold the limit: the role warns of it (`cdk-keyless-roles:openSearchIndexOpen`) unless the domain of the app has the
   * advanced option `rest.action.multi.allow_explicit_index` set to `false`.
   *
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html#ac-advanced
   * @default - the whole domain, its settings and its interface for managing it too
   */
  readonly indexes?: string[];
}

/**
 * Requests to an OpenSearch Service domain (made in the app at L2 or L1, or imported by name or ARN), or to a collection of OpenSearch
 * Serverless. A domain that CDK imports by its endpoint gets the name of another one (`search-orders` for `orders`), which is an error: import it
 * by name or ARN.
 *
 * IAM lets or refuses a request by its HTTP method and its path, not by what it does: a search that comes with POST, as most clients send
 * it, is a POST. Fine-grained access control of the domain, where it is on, must let the role too, and is the stronger fence. The
 * encryption of a domain is its own: the application needs no key for it. PATCH, with which security settings alone are changed, is not
 * part of it.
 *
 * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 */
export class OpenSearchAccess {
  /**
   * Read with GET and HEAD: `es:ESHttpGet` and `es:ESHttpHead`, on the domain or on indexes with all that is in them.
   *
   * GET covers every way to read, also a search, but most clients search with POST: give `search` too, for which POST is harmless.
   *
   * @param domain made in the app at any level, or imported
   * @param options which indexes
   */
  public static read(domain: opensearch.IDomainRef, options: OpenSearchAccessOptions = {}): Access {
    return domainAccess(domain, options, readStatements);
  }

  /**
   * Search indexes and count what is found: `es:ESHttpGet` and `es:ESHttpPost` on `<index>/_search` and `<index>/_count`.
   *
   * The paths are exact, so POST writes nothing on them. A search over several indexes has a path of its own, and is not part of it; nor
   * are scrolling and `_msearch`, which name no index in their path, or not only there.
   *
   * @param domain made in the app at any level, or imported
   * @param indexes the whole names, one or more
   */
  public static search(domain: opensearch.IDomainRef, ...indexes: string[]): Access {
    checkIndexes(indexes);
    const target = domainTarget(domain);
    return Access._from(() => [searchStatement(target, indexes)]);
  }

  /**
   * Write documents: `es:ESHttpPut`, `es:ESHttpPost` and `es:ESHttpDelete`.
   *
   * Of named indexes on the paths of documents alone (`_doc`, `_create`, `_update`, `_bulk`): indexes and their settings stay as they are,
   * and deleting or updating by query is not part of it. Without names on every path of the domain, by which the application can delete
   * indexes and change settings of the cluster too.
   *
   * @param domain made in the app at any level, or imported
   * @param options which indexes
   */
  public static write(domain: opensearch.IDomainRef, options: OpenSearchAccessOptions = {}): Access {
    return domainAccess(domain, options, (target, indexes) => [writeStatement(target, indexes)]);
  }

  /**
   * Read, search and write, as `read`, `search` and `write` do: `es:ESHttpGet`, `es:ESHttpHead`, `es:ESHttpPut`, `es:ESHttpPost` and
   * `es:ESHttpDelete`.
   *
   * @param domain made in the app at any level, or imported
   * @param options which indexes
   */
  public static readWrite(domain: opensearch.IDomainRef, options: OpenSearchAccessOptions = {}): Access {
    return domainAccess(domain, options, (target, indexes) => [
      ...readStatements(target, indexes),
      ...indexes === undefined ? [] : [searchStatement(target, indexes)],
      writeStatement(target, indexes),
    ]);
  }

  /**
   * Call the data plane of a collection of OpenSearch Serverless: `aoss:APIAccessAll` on the collection.
   *
   * IAM has no other action for it. What the application may do with which index is said by a data access policy of the collection, which
   * must name the role.
   *
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security-iam-serverless.html
   * @param collection made in the app, or imported by its id or ARN
   */
  public static callCollection(collection: opensearchserverless.ICollectionRef): Access {
    const target = accessTarget(collection, collection.collectionRef.collectionArn, 'collection', 'data access policy');
    return Access._from(() => [allowOn(target, ['aoss:APIAccessAll'])]);
  }

  private constructor() {}
}

/** What lets something on a domain, or on some of its indexes. */
type StatementsOn = (target: AccessTarget, indexes?: readonly string[]) => AccessStatement[];

const SEARCH_PATHS = ['_search', '_count'];
const DOCUMENT_PATHS = ['_doc', '_doc/*', '_create/*', '_update/*', '_bulk'];

function domainAccess(domain: opensearch.IDomainRef, { indexes }: OpenSearchAccessOptions, statements: StatementsOn): Access {
  if (indexes !== undefined) checkIndexes(indexes);
  const target = domainTarget(domain);
  return Access._from(() => statements(target, indexes), indexes === undefined ? [] : indexFindings(domain));
}

function readStatements(target: AccessTarget, indexes?: readonly string[]): AccessStatement[] {
  const below = indexes?.flatMap((index) => [`/${index}`, `/${index}/*`]) ?? ['/*'];
  return [allowOn(target, ['es:ESHttpGet', 'es:ESHttpHead'], { below })];
}

function searchStatement(target: AccessTarget, indexes: readonly string[]): AccessStatement {
  return allowOn(target, ['es:ESHttpGet', 'es:ESHttpPost'], { below: pathsIn(indexes, SEARCH_PATHS) });
}

function writeStatement(target: AccessTarget, indexes?: readonly string[]): AccessStatement {
  const below = indexes === undefined ? ['/*'] : pathsIn(indexes, DOCUMENT_PATHS);
  return allowOn(target, ['es:ESHttpPut', 'es:ESHttpPost', 'es:ESHttpDelete'], { below });
}

function pathsIn(indexes: readonly string[], paths: readonly string[]): string[] {
  return indexes.flatMap((index) => paths.map((path) => `/${index}/${path}`));
}

function domainTarget(domain: opensearch.IDomainRef): AccessTarget {
  checkImported(domain);
  return accessTarget(domain, domain.domainRef.domainArn, 'domain', 'domain access policy');
}

/** CDK takes for the name what an endpoint begins with: `search-orders` or `vpc-orders` for `orders`. */
function checkImported(domain: opensearch.IDomainRef): void {
  const { domainName, domainEndpoint } = domain as Partial<opensearch.IDomain>;
  if (domainName === undefined || domainEndpoint === undefined || Token.isUnresolved(domainName) || Token.isUnresolved(domainEndpoint)) return;
  const [host] = domainEndpoint.replace(/^[a-z]+:\/\//, '').split('.');
  if (!/^(search|vpc)-/.test(domainName) || !host.startsWith(`${domainName}-`)) return;
  const fix = domainName.replace(/^[a-z]+-/, '');
  throw new InvalidInputError(`The domain ${quote(domain.node.path)} is imported by its endpoint, and CDK gives it the name of another one: got ${quote(domainName)}. Import it by its name, such as opensearch.CfnDomain.fromDomainName(this, 'Domain', ${quote(fix)}), or by its ARN.`);
}

function checkIndexes(indexes: readonly string[]): void {
  checkNotEmpty(indexes, 'The list of indexes', 'Name at least one index.');
  indexes.forEach((index) => {
    const what = 'The name of the index';
    const fix = `Allowed: up to ${INDEX_NAME_MAX_BYTES} lower-case letters, digits and . _ - +, not beginning with _ - or +.`;
    checkLiteral(index, what, fix);
    if (Token.isUnresolved(index)) return;
    if (index.length > INDEX_NAME_MAX_BYTES || !/^[a-z0-9.][a-z0-9._+-]*$/.test(index) || /^\.{1,2}$/.test(index)) {
      throw new InvalidInputError(`${what} is not one that OpenSearch takes: got ${quote(index)}. ${fix}`);
    }
  });
}

/** The advanced option that keeps requests to the indexes of their path. */
const EXPLICIT_INDEX = 'rest.action.multi.allow_explicit_index';

function indexFindings(domain: opensearch.IDomainRef): Finding[] {
  const options = (l1Of(domain) as Partial<opensearch.CfnDomain> | undefined)?.advancedOptions;
  if (!Token.isUnresolved(options) && (options as Record<string, string> | undefined)?.[EXPLICIT_INDEX] === 'false') return [];
  return [{
    id: WarningId.OPENSEARCH_INDEX_OPEN,
    message: `IAM may not hold the limit to the named indexes of the domain ${quote(domain.node.path)}: the body of a request for many documents can name others. Set the advanced option '${EXPLICIT_INDEX}' of the domain to 'false', or acknowledge this if it is, or if fine-grained access control limits the role.`,
  }];
}
