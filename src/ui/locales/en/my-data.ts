export const myData = {
  title: 'My data and settings',
  quota: 'Room',
  quotaHint: 'Results that agencies put in do not count. Deleting own uploads gives the room back.',
  looks: 'Who looked, and who may',
  accesses: 'Who looked at your documents',
  complaints: 'My complaints',
  consents: 'Consent requests',
  settings: 'Settings',
  sessions: 'Where this account is signed in',
  notices: 'Be told by e-mail or message',
  all: 'Take everything along',
  allText:
    'One ZIP file with all documents, facts, consents, looks and complaints. A guide and a list of its files are in it.',
  allWarning:
    'The file has no password. Do not download it on a shared computer, and do not send it to strangers.',
  allSubmit: 'Download everything (ZIP)',
  levelTooLow: 'An e-ID account of level 2 is needed to download documents.',
};
