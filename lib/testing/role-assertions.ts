import { checkAccount } from './accounts';
import type { AskedAction } from './actions';
import { actionsAsked, isOnNoResource, onResource } from './actions';
import { allowsOnly } from './allows-only';
import type { Case, Verdict } from './ask';
import { answerOf, askEverywhere } from './ask';
import type { AssumeRoleRequestOptions } from './assume-request';
import { TRUST_ACTIONS, assumeCases, callInWords } from './assume-request';
import type { Caller } from './caller';
import { checkKeys } from './context-keys';
import type { DeployedTemplate } from './deployment';
import { expectAnswer } from './failure';
import { calledRole } from './find-role';
import { passingVerdict } from './passing';
import type { AccessRequestOptions, RequestGiven } from './request';
import { resourceAsked, roleCases } from './request';
import { checkService } from './services';
import type { TestedTemplate } from './tested-template';
import { namesIn } from './tested-template';
import { quote } from '../private/errors';
import type { Answer } from '../private/evaluation/evaluate';
import type { Identity } from '../private/template/identities';

/**
 * What a role of a template may do, and who may assume it.
 *
 * Each method returns the role, or throws an error that says the question, the answer, and the statement that decides or comes nearest. A
 * question is asked in each way in which the template can be deployed, as far as its conditions and parameters make a difference, and
 * must have the same answer in all of them. An assertion holds for a sure answer alone: what nobody can tell before the template is deployed
 * fails too, and says why.
 *
 * What is not in the template is not asked: what others than the stacks of the app attach to the role, what macros make of the template,
 * service control policies, policies of sessions and of VPC endpoints, access control lists of S3, and policies of resources that the template
 * does not make, which in the account of the role are taken to say nothing, and to leave keys of KMS to IAM. A name that AWS makes up for a
 * resource is taken to be another one than any that is written.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class RoleAssertions {
  /** @internal */
  public static _of(tested: TestedTemplate, role: Identity): RoleAssertions {
    return new RoleAssertions(tested, role);
  }

  /** What the role is called in messages: its construct path, or its logical id where the template does not tell. */
  public readonly name: string;
  /** The logical id of the role. */
  public readonly logicalId: string;
  readonly #tested: TestedTemplate;
  readonly #role: Identity;

  private constructor(tested: TestedTemplate, role: Identity) {
    this.#tested = tested;
    this.#role = role;
    this.name = calledRole(role);
    this.logicalId = role.resource.logicalId;
  }

  /**
   * The role may do this.
   *
   * @param action such as `s3:GetObject`; with a wildcard all actions that it stands for and that can be on the resource
   * @param resource an ARN, a token (`bucket.arnForObjects('k')`) or text that names what is in the template (`${Bucket.Arn}/k`); `*` in it
   * is any text, for which the answer must be the same; left out for any resource, and for an action that is on none
   * @param options what else the request has
   */
  public allows(action: string, resource?: string, options: AccessRequestOptions = {}): this {
    return this.asks('allow', action, resource, options);
  }

  /**
   * The role may not do this, whatever else the request has unless the options say so.
   *
   * @param action such as `s3:DeleteObject`; with a wildcard all actions that it stands for and that can be on the resource
   * @param resource an ARN, a token or text that names what is in the template; `*` in it is any text; left out for any resource
   * @param options what else the request has
   */
  public denies(action: string, resource?: string, options: AccessRequestOptions = {}): this {
    return this.asks('deny', action, resource, options);
  }

  /**
   * All that the role may do is in a list: nothing else is allowed on any resource, under any condition.
   *
   * What the role's own policies allow counts, up to its boundary, and what policies of resources and trust policies in the template give it by
   * name. A Deny counts if it has no condition and is on every resource.
   *
   * @param actions such as `s3:GetObject` or `s3:Get*`
   * @param resources patterns of ARNs, or tokens: then each action that can be limited to a resource is on these alone; any resource if left out
   */
  public allowsOnly(actions: string[], resources?: string[]): this {
    allowsOnly(this.name, this.#role, this.#tested, actions, resources);
    return this;
  }

  /**
   * Somebody may assume the role.
   *
   * Its trust policy decides: what the caller's own policies allow, and the boundary of his, is taken for granted.
   *
   * @param caller who
   * @param options what he says when he asks for it
   */
  public isAssumableBy(caller: Caller, options: AssumeRoleRequestOptions = {}): this {
    return this.asksFor('allow', caller, options);
  }

  /**
   * Somebody may not assume the role, whatever his own policies allow, and from wherever he comes.
   *
   * He says nothing but what the options say. All else that his request can have may be there, such as tags of his, or claims of a token.
   *
   * @param caller who
   * @param options what he says when he asks for it
   */
  public isNotAssumableBy(caller: Caller, options: AssumeRoleRequestOptions = {}): this {
    return this.asksFor('deny', caller, options);
  }

  /**
   * A service can use the role for some resource of the role's own account, so that the role can be passed to it.
   *
   * It is taken to send what the trust wants of a source of that account and its organization, unless AWS documents what it sends.
   *
   * @param service such as `ecs-tasks.amazonaws.com`
   */
  public canBePassedTo(service: string): this {
    return this.asksForService('allow', service);
  }

  /**
   * A service can use the role for no resource of the role's own account.
   *
   * @param service such as `ec2.amazonaws.com`
   */
  public cannotBePassedTo(service: string): this {
    return this.asksForService('deny', service);
  }

  private asks(wanted: Answer, action: string, resource: string | undefined, options: AccessRequestOptions): this {
    const all = actionsAsked(action, options.asWritten ?? false);
    const raw = resource === undefined || resource === '*' ? undefined : this.#tested.raw(resource, 'The resource');
    const resourceAccount = options.resourceAccount ?? this.#tested.accountOf(raw);
    const given: RequestGiven = { ...options, isAny: options.anyOtherContext ?? (wanted === 'deny'), ...(resourceAccount !== undefined && { resourceAccount }) };
    if (options.resourceAccount !== undefined) checkAccount(options.resourceAccount, 'The account of the resource');
    checkKeys(options.context, all, this.#tested);
    const actions = all.map(({ name }) => name);
    const verdicts = this.everywhere([resource, ...texts(options.context)], actions, (deployed) => {
      if (!areMade(raw, deployed)) return [];
      const role = deployed.role(this.#role);
      if (role === undefined) return [];
      const asked = resourceAsked(raw === undefined ? undefined : deployed.text(raw));
      const fitting = raw === undefined ? all : onResource(all, asked, this.#tested.shown(resource!, 'The resource'));
      return roleCases(role, fitting, asked, given, deployed, this.#tested).map((one) => withAction(answerOf(one, deployed), one, all));
    });
    const on = raw === undefined ? all.every(isOnNoResource) ? '' : ' on any resource' : ` on '${this.#tested.shown(resource!, 'The resource')}'`;
    expectAnswer(wanted, verdicts, { expectation: `Role ${quote(this.name)} should ${wanted} ${action}${on}.`, context: options.context ?? {} }, this.#tested);
    return this;
  }

  private asksFor(wanted: Answer, caller: Caller, options: AssumeRoleRequestOptions): this {
    checkKeys(options.context, [], this.#tested);
    const verdicts = this.everywhere([...caller._texts, ...texts(options.context)], TRUST_ACTIONS, (deployed) => {
      const role = deployed.role(this.#role);
      if (role === undefined) return [];
      const cases = assumeCases(role, caller, options, wanted, deployed, this.#tested);
      return inWays(cases.map((one) => ({ verdict: answerOf(one, deployed), way: one.way })));
    });
    const expectation = `Role ${quote(this.name)} should ${not(wanted)}be assumable by ${callInWords(caller, options, this.#tested)}.`;
    expectAnswer(wanted, verdicts, { expectation, context: options.context ?? {}, isOfStranger: caller._isStranger }, this.#tested);
    return this;
  }

  private asksForService(wanted: Answer, service: string): this {
    checkService(service);
    const verdicts = this.everywhere([], TRUST_ACTIONS, (deployed) => {
      const role = deployed.role(this.#role);
      return role === undefined ? [] : [passingVerdict(role, service, wanted, deployed)];
    });
    const expectation = `Role ${quote(this.name)} should ${not(wanted)}be usable by ${service} for a resource of its own account.`;
    const howToSaySource = `ask ${wanted === 'allow' ? 'isAssumableBy' : 'isNotAssumableBy'} with what the service sends, in the options of Caller.service()`;
    expectAnswer(wanted, verdicts, { expectation, context: {}, howToSaySource }, this.#tested);
    return this;
  }

  /** Asks in each way in which the template can be deployed, in the partition that an ARN in the question is of. */
  private everywhere(asked: readonly (string | undefined)[], actions: readonly string[], ask: (deployed: DeployedTemplate) => Verdict[]): Verdict[] {
    return askEverywhere(this.#tested, this.#tested.inPartitionOf(asked), actions, ask);
  }
}

function not(wanted: Answer): string {
  return wanted === 'allow' ? '' : 'not ';
}

/** Whether all resources of the template that a question names are made. */
function areMade(raw: any, deployed: DeployedTemplate): boolean {
  return namesIn(raw).every((name) => {
    const resource = deployed.template.resource(name);
    return resource === undefined || deployed.isMade(resource);
  });
}

/** Of several actions, the one that an answer is for. */
function withAction(verdict: Verdict, { request: { actions: [action] } }: Case, all: readonly AskedAction[]): Verdict {
  return all.length > 1 ? { ...verdict, action } : verdict;
}

/** What is answered in each way in which a caller can come: once, where that makes no difference. */
function inWays(answers: readonly { readonly verdict: Verdict; readonly way: string }[]): Verdict[] {
  const [{ verdict: first }] = answers;
  const isSame = ({ answer, reason, action }: Verdict) => answer === first.answer && reason === first.reason && action === first.action;
  if (answers.every(({ verdict }) => isSame(verdict))) return [first];
  return answers.map(({ verdict, way }) => ({ ...verdict, world: [verdict.world, way].filter((text) => text !== '').join(' and ') }));
}

function texts(context: Readonly<Record<string, readonly string[]>> | undefined): string[] {
  return Object.values(context ?? {}).flat();
}
