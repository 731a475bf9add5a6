export const notices = {
  list: {
    title: 'Notices',
    settings: 'Be told by e-mail or message',
    none: 'No notices yet. When a public body asks, looks or hands over a result, it is told here.',
    new: 'New',
  },
  kind: {
    consentAsked: '{{agency}} asks to see documents for dossier {{dossier}}',
    statutoryLook: '{{agency}} looked for documents for dossier {{dossier}}',
    statutoryLookMore:
      'The law lets this body look without asking. If it seems strange, complain under “Who looked”.',
    expires: '{{paper}} expires on {{date}}',
    expiresMore: 'If there is a new one, add it, so that later dossiers can use it.',
    resultReleased: '{{agency}} put the result of dossier {{dossier}} into the store',
    resultRevoked: '{{agency}} revoked a result: {{paper}}',
    resultRevokedMore: 'It serves no new dossier any more. Ask this agency why, or for a new one.',
    complaintMoved: 'There is news of complaint {{number}}',
    paperInfected: 'A file was locked because of malware: {{paper}}',
    paperInfectedMore:
      'Nobody can open this file any more. Photograph or scan the original again and add it.',
    mandateChanged: 'There is a change in who may act for whom',
    somePaper: 'A document',
  },
  settings: {
    title: 'Be told by e-mail or message',
    lead: 'All notices are always under “Notices”. A message can tell when there is a new one.',
    nothingOffered:
      'The operator of this store sends no e-mail or messages yet. All notices are here all the same.',
    noLinks:
      'Messages of this store never have a link, never name a document and never ask to tell or send a password or code. A confirmation code is entered on this page only. One that does otherwise is a fake.',
    remove: 'Stop telling me here',
    confirmTitle: 'Enter the confirmation code',
    confirmText: 'A code of 6 digits was sent by {{channel}} to {{address}}. It is valid for 15 minutes.',
    code: 'Confirmation code',
    confirm: 'Confirm',
    forget: 'Drop it, use another address',
    addTitle: 'Add a place to be told',
    channel: 'Tell me by',
    email: 'E-mail address',
    address: 'E-mail address or mobile number',
    addressHint: 'Used for news of this store alone. A code is sent there to confirm it.',
    sendCode: 'Send the code',
    topics: 'Tell me about',
    topicsHint: 'What is left out is still under “Notices”.',
    save: 'Save the choice',
  },
};
