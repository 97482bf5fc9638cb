import { keylessLevel } from './keyless-level';

keylessLevel({ service: 'sqs', type: 'queue', level: 'Read', names: ['orders'], region: 'us-east-1', account: '111122223333' }).toStatementJson();
