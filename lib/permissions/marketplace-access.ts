import { Access } from './access';

/**
 * Access to the metering and entitlement of AWS Marketplace, for the software of a seller.
 *
 * No action of it takes a resource, and none has a condition key for the product. What runs at the seller's (SaaS) and what runs at the
 * customer's (AMI, container) need different ones.
 *
 * @see https://docs.aws.amazon.com/marketplace/latest/userguide/iam-user-policy-for-aws-marketplace-actions.html
 */
export class MarketplaceAccess {
  /**
   * SaaS: learn who a customer is that comes from AWS Marketplace to the registration page: `aws-marketplace:ResolveCustomer`.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/APIReference/API_marketplace-metering_ResolveCustomer.html
   */
  public static resolveCustomers(): Access {
    return everywhere('aws-marketplace:ResolveCustomer');
  }

  /**
   * SaaS with a subscription, or with consumption beyond a contract: report what customers used, hour by hour:
   * `aws-marketplace:BatchMeterUsage`.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/APIReference/API_marketplace-metering_BatchMeterUsage.html
   */
  public static meterSaas(): Access {
    return everywhere('aws-marketplace:BatchMeterUsage');
  }

  /**
   * SaaS with a contract: read what customers are entitled to: `aws-marketplace:GetEntitlements`.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/userguide/saas-code-examples.html
   */
  public static readEntitlements(): Access {
    return everywhere('aws-marketplace:GetEntitlements');
  }

  /**
   * AMI with custom metering: report the usage of the instance on which the product runs: `aws-marketplace:MeterUsage`.
   *
   * The role is in the customer's account: it belongs in the template that the customer launches.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/APIReference/API_marketplace-metering_MeterUsage.html
   */
  public static meterAmi(): Access {
    return everywhere('aws-marketplace:MeterUsage');
  }

  /**
   * Container with custom metering: report the usage of the task or pod: `aws-marketplace:MeterUsage`.
   *
   * The role is in the customer's account: the role of the ECS task, or of the pod's service account (IRSA). AWS Marketplace takes calls
   * neither from EKS Pod Identity nor from the role of the node.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/userguide/container-metering-meterusage.html
   */
  public static meterContainer(): Access {
    return everywhere('aws-marketplace:MeterUsage');
  }

  /**
   * Container that is paid by the hour: register the task or pod when it starts, which is all that its metering needs:
   * `aws-marketplace:RegisterUsage`.
   *
   * The role is in the customer's account: the role of the ECS task, or of the pod's service account (IRSA). AWS Marketplace takes calls
   * neither from EKS Pod Identity nor from the role of the node.
   *
   * @see https://docs.aws.amazon.com/marketplace/latest/userguide/container-metering-registerusage.html
   */
  public static registerContainer(): Access {
    return everywhere('aws-marketplace:RegisterUsage');
  }

  private constructor() {}
}

function everywhere(action: string): Access {
  return Access._from(() => [{ effect: 'Allow', actions: [action], resources: ['*'] }]);
}
