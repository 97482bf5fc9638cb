import { shown } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { resourceStatements, trustAllows } from '../../statements';

/** The users of a template, and what else in it names them. */
export class Users {
  public readonly all: readonly Identity[];
  /** By every name that the template has for them. */
  private readonly byName = new Map<string, Identity>();
  private readonly inGroups = new Set<Identity>();
  private readonly named: ReadonlySet<string>;

  constructor(private readonly template: Template) {
    this.all = template.identities.filter(({ kind }) => kind === 'user');
    for (const user of this.all) {
      for (const name of template.texts({ Ref: user.resource.logicalId })) this.byName.set(shown(name), user);
    }
    for (const { properties } of template.ofType('AWS::IAM::UserToGroupAddition')) {
      for (const user of template.texts(properties.Users).flatMap((name) => this.called(name) ?? [])) this.inGroups.add(user);
    }
    const others = this.all.length === 0 ? [] : [...trustAllows(template), ...resourceStatements(template)];
    this.named = new Set(others.flatMap(({ statement }) => Object.values(statement.principals ?? {}).flat().map(shown)));
  }

  /** The user of a name; undefined for one that the template does not make. */
  public called(name: Text): Identity | undefined {
    return this.byName.get(shown(name));
  }

  /** Whether anything in the template lets the user do something: its policies, its groups, a trust or the policy of a resource that names it. */
  public isAllowedSomething(user: Identity): boolean {
    return this.allows(user).length > 0 || user.managedPolicyArns.length > 0 || this.isInGroup(user) || this.isNamed(user.resource);
  }

  /** Whether all that the user may do is to send email: as the SMTP endpoint of SES takes nothing but what is made of an access key. */
  public onlySendsEmail(user: Identity): boolean {
    const actions = this.allows(user).flatMap((statement) => statement.actions ?? ['*']);
    return actions.length > 0 && actions.every((action) => /^ses:Send(Raw|Bulk)?(Templated)?Email$/i.test(shown(action)))
      && user.managedPolicyArns.length === 0 && !this.isInGroup(user) && !this.isNamed(user.resource);
  }

  private allows(user: Identity): Statement[] {
    return user.policies.flatMap(({ statements }) => statements.filter(({ effect }) => effect !== 'Deny'));
  }

  private isInGroup(user: Identity): boolean {
    return this.inGroups.has(user) || this.template.all(user.resource.properties.Groups).length > 0;
  }

  private isNamed({ logicalId }: Resource): boolean {
    return this.template.texts({ 'Fn::GetAtt': [logicalId, 'Arn'] }).some((arn) => this.named.has(shown(arn)));
  }
}
