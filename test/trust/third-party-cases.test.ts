import { describeTrustCases } from './trust-cases';
import { ExternalId, ThirdPartyPrincipal } from '../../lib';

const EXTERNAL_ID = '7f3c2a9e-4b1d-4c8a-9e57-2d6b8f0a1c34';

describeTrustCases('third-party', {
  'ThirdPartyPrincipal.account': () => ThirdPartyPrincipal.account('444455556666', { externalId: ExternalId.of(EXTERNAL_ID) }),
});
