export const identity = {
  start: {
    title: 'Provide a document once, use it many times',
    lead: 'Provide it once. Public bodies use it again when you agree or when the law allows it.',
    pointKeep: 'Keep your documents in one place, tied to your electronic ID.',
    pointConsent: 'Agencies ask for the document they need. Agree, refuse or withdraw at any time.',
    pointLog: 'Every look is recorded: who, where and what for.',
    signIn: 'Sign in with VNeID',
    signInHint: 'You need a level 2 electronic ID account to open documents.',
    paperTitle: 'Not online?',
    paper:
      'Hand in paper at a Public Administration Service Centre as before. The staff can put documents into the store for you.',
    staffTitle: 'Staff',
    staff: 'Staff sign-in',
    open: 'Open my documents',
    openCounter: 'Open the counter',
  },
  failed: {
    title: 'Sign-in did not finish',
    lead: 'The electronic ID service has not confirmed this sign-in, so the store could not be opened.',
    reason: 'Reason given: {{reason}}',
    nextTitle: 'What to do next',
    again: 'Sign in again from the start. If the page was open for long, the old session may have ended.',
    account: 'Check the VNeID app: the account must be active and at level 2.',
    counter:
      'Still no success? Bring your identity card to the nearest counter; the staff will help you there.',
    retry: 'Sign in again',
    retryStaff: 'Sign in again (staff)',
  },
};
