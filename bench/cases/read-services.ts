import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ServiceAuthorization } from 'cdk-keyless-roles';

/** Reads every service of the reference once, and prints for each how long it took and how much memory it holds. */
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
const held = () => {
  collect();
  return process.memoryUsage().heapUsed;
};

let before = held();
const read = ServiceAuthorization.services().map((service) => {
  const start = process.hrtime.bigint();
  ServiceAuthorization.of(service);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  const after = held();
  const megabytes = (after - before) / 1e6;
  before = after;
  return { service, milliseconds, megabytes };
});
process.stdout.write(JSON.stringify(read));
