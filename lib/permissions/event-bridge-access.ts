import type { aws_events as events } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/** Which events. */
export interface EventBridgeAccessOptions {
  /**
   * Only events with one of these in `source`, such as `com.example.orders` (`events:source`).
   *
   * @default - events of any source but the services of AWS, which nobody else can send
   */
  readonly sources?: string[];

  /**
   * Only events with one of these in `detail-type`, such as `OrderPlaced` (`events:detail-type`).
   *
   * @default - events of any type
   */
  readonly detailTypes?: string[];
}

/**
 * Access to an event bus of EventBridge: made in the app (L2 or L1), or imported by name or ARN; the account's own is
 * `events.EventBus.fromEventBusName(this, 'Default', 'default')`.
 *
 * A customer managed key is used by EventBridge itself, so the application needs no permission for it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
export class EventBridgeAccess {
  /**
   * Send events to the bus: `events:PutEvents`.
   *
   * With sources or types, every event of a request must have one of them.
   *
   * @param bus made in the app at any level, or imported
   * @param options which events
   */
  public static putEvents(bus: events.IEventBusRef, options: EventBridgeAccessOptions = {}): Access {
    const target = accessTarget(bus, bus.eventBusRef.eventBusArn, 'event bus', 'resource policy of the event bus');
    const { sources, detailTypes } = options;
    sources?.forEach(checkSource);
    const conditions = eachOf({ 'events:source': checked(sources, 'sources', 'source'), 'events:detail-type': checked(detailTypes, 'detailTypes', 'detail type') });
    return Access._from(() => [allowOn(target, ['events:PutEvents'], { conditions })]);
  }

  private constructor() {}
}

/** A request holds several events: each must have one of the values, and there must be one, or ForAllValues would hold for none. */
function eachOf(keys: Record<string, string[] | undefined>): ConditionBlock | undefined {
  const given = Object.entries(keys).filter((entry): entry is [string, string[]] => entry[1] !== undefined);
  return given.length === 0 ? undefined : {
    'ForAllValues:StringEquals': Object.fromEntries(given),
    'Null': Object.fromEntries(given.map(([key]) => [key, 'false'])),
  };
}

function checked(values: string[] | undefined, option: string, what: string): string[] | undefined {
  if (values === undefined) return undefined;
  checkNotEmpty(values, `The list '${option}'`, `Name at least one ${what}, or leave it out for all events.`);
  values.forEach((value) => checkLiteral(value, `The ${what} of the events`, 'Write it as it stands in the event.'));
  return [...values];
}

/** What the sources of AWS's own services begin with. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
const AWS_SOURCE = 'aws.';

function checkSource(source: string): void {
  if (typeof source !== 'string' || Token.isUnresolved(source) || !source.startsWith(AWS_SOURCE)) return;
  throw new InvalidInputError(`The source of the events is that of a service of AWS: got ${quote(source)}. EventBridge takes no such events from an application: name the application's own source, such as 'com.example.orders'.`);
}
