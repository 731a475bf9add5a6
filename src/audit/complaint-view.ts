import type { Complaint } from './complaint.js';

/** A complaint as its owner sees it: whose it is and the accounts behind the steps stay inside. */
export function complaintView({ ownerId: _ownerId, events, ...shown }: Complaint) {
  return {
    ...shown,
    events: events.map(({ by: { id: _id, ...by }, ...event }) => ({ ...event, by })),
  };
}
export type ComplaintView = ReturnType<typeof complaintView>;
