// What a script can add to a page that works without one: no double posts, focus on faults, a file box that drops.

import { Button, createAll, ErrorSummary, FileUpload, NotificationBanner, SkipLink } from 'govuk-frontend';
import { warnBeforeSessionEnds } from './session-end.js';

declare const document: { querySelectorAll(selector: string): Iterable<{ remove(): void }> };

createAll(Button, { preventDoubleClick: true });
createAll(ErrorSummary);
createAll(FileUpload);
// govuk-frontend hides a comma among the button's words: a name that differs from what is seen defeats voice control
// (WCAG 2.5.3).
for (const comma of document.querySelectorAll('.govuk-file-upload-button > [id$="-comma"]')) comma.remove();
createAll(NotificationBanner);
createAll(SkipLink);
warnBeforeSessionEnds();
