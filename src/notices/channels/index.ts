import type { Channel, ChannelKind, Channels } from './channel.js';
import { makeEmailChannel } from './email.js';
import { makeSmsChannel } from './sms.js';
import { makeZaloChannel } from './zalo.js';

/** What the operator has set; without any, owners read their notices on the page alone. */
export interface ChannelSettings {
  readonly email: Parameters<typeof makeEmailChannel>[0] | undefined;
  readonly sms: Parameters<typeof makeSmsChannel>[0] | undefined;
  readonly zalo: Parameters<typeof makeZaloChannel>[0] | undefined;
}

export function makeChannels({ email, sms, zalo }: ChannelSettings): Channels {
  const channels: Channel[] = [
    ...(email ? [makeEmailChannel(email)] : []),
    ...(sms ? [makeSmsChannel(sms)] : []),
    ...(zalo ? [makeZaloChannel(zalo)] : []),
  ];
  return new Map<ChannelKind, Channel>(channels.map((channel) => [channel.kind, channel]));
}
