import type { Instant } from '../../ui/format.js';
import type { Notice } from '../notice.js';

/** A notice as the page draws it. */
export interface NoticeModel extends Pick<Notice, 'id' | 'kind' | 'about'> {
  readonly at: Instant;
  readonly readAt: Instant | null;
}
