/** The states of an order in which a department can be held to account over it (HOT-35); docs/flows has them. */
export const accountable = ['dispatched', 'handling', 'returning', 'reviewing', 'signing_off', 'replied', 'given_back', 'concluded', 'disputed', 'escalated', 'closable'] as const
