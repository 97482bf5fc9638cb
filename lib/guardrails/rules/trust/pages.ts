/** Pages of AWS that several rules rest on. */
export const TRUST_PRINCIPAL_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
export const EXTERNAL_ID_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html';
export const CONFUSED_DEPUTY_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html';
export const OPERATORS_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
