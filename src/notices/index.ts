import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { makeNoticeSettings } from './change-settings.js';
import { type ChannelSettings, makeChannels } from './channels/index.js';
import { makeAllNotices, makeReadNotices } from './list-notices.js';
import { makeNoticeSettingsStore } from './notice-settings.store.js';
import { makeNoticesStore } from './notices.store.js';
import { makeNotify, type Notify } from './notify.js';
import { makeSendNotices } from './send-notices.js';

export type { AllNotices } from './list-notices.js';
export type { NewNotice, Notice } from './notice.js';
export { makeNoticeSettingsModel } from './notice-settings.model.js';
export { makeNoticeModel } from './notices.model.js';
export { makeNoticePages } from './notices.pages.routes.js';
export type { Notify } from './notify.js';

/** For tools that run beside the service: what they tell is sent on by it. */
export function makeNotifyAlone(deps: {
  connection: Connection;
  clock: Clock;
  channels: ChannelSettings;
}): Notify {
  const sendsOn = Object.values(deps.channels).some((settings) => settings !== undefined);
  return makeNotify({ notices: makeNoticesStore(deps.connection), clock: deps.clock, sendsOn });
}

export function makeNotices(deps: {
  connection: Connection;
  clock: Clock;
  channels: ChannelSettings;
  countCode: (ownerId: string) => Promise<unknown>;
  actsFor: Parameters<typeof makeSendNotices>[0]['actsFor'];
  onFailure: Parameters<typeof makeSendNotices>[0]['onFailure'];
}) {
  const notices = makeNoticesStore(deps.connection);
  const settings = makeNoticeSettingsStore(deps.connection);
  const channels = makeChannels(deps.channels);
  const all = { ...deps, notices, settings, channels, sendsOn: channels.size > 0 };
  return {
    notify: makeNotify(all),
    readNotices: makeReadNotices(all),
    countUnread: (ownerId: string) => notices.countUnread(ownerId),
    allNotices: makeAllNotices(all),
    ...makeNoticeSettings(all),
    /** Undefined when there is no way out of the house. */
    sendNotices: channels.size > 0 ? makeSendNotices(all) : undefined,
    closeChannels: () => channels.forEach((channel) => channel.close?.()),
  };
}
