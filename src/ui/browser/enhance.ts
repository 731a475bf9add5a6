// What a script can add to a page that works without one: no double posts, focus on faults, a file box that drops.
import { Button, createAll, ErrorSummary, FileUpload, NotificationBanner, SkipLink } from 'govuk-frontend';

createAll(Button, { preventDoubleClick: true });
createAll(ErrorSummary);
createAll(FileUpload);
createAll(NotificationBanner);
createAll(SkipLink);
