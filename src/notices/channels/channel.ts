export const channelKinds = ['EMAIL', 'SMS', 'ZALO'] as const;
export type ChannelKind = (typeof channelKinds)[number];

export interface Message {
  /** The same for each try at one message: who gets it twice can tell. */
  readonly id: string;
  /** An e-mail address, or a mobile number like `+84912345678`. */
  readonly to: string;
  /** For channels that have one. */
  readonly subject: string;
  /** Plain text without any link. */
  readonly text: string;
}

/** A way out of the house. Where it leads is the operator's setting, never a user's. */
export interface Channel {
  readonly kind: ChannelKind;
  /**
   * Resolves when the next station has taken the message over.
   * @throws Undeliverable when no further try will help; any other error when one may
   */
  send(message: Message): Promise<void>;
  /** Ends connections that are kept for the next message. */
  close?(): void;
}

/** The address does not exist or is not wanted there: trying again would only annoy. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

export type Channels = ReadonlyMap<ChannelKind, Channel>;
