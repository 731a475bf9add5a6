import { type Channel, Undeliverable } from './channel.js';
import { postJson } from './post-json.js';

/**
 * Text messages through a gateway. Every operator in the country has a contract of its own; this is the plain one that
 * a small adapter in front of any of them speaks: `POST {id, to, text}` with a bearer token; 2xx with `{accepted: true}`
 * when the message was taken over, 422 when the number cannot be reached. docs/operations.md describes it.
 */
export function makeSmsChannel(settings: { readonly url: string; readonly token: string }): Channel {
  return {
    kind: 'SMS',
    async send({ id, to, text }) {
      const headers = { authorization: `Bearer ${settings.token}` };
      const { status, answer } = await postJson(settings.url, headers, { id, to, text });
      if (status === 422) throw new Undeliverable('refused by the SMS gateway');
      // A proxy's friendly 200 is no promise.
      if (status < 200 || status > 299 || answer['accepted'] !== true)
        throw new Error(`the SMS gateway answered ${status}`);
    },
  };
}
