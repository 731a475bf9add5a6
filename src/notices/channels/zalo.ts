import { readFile } from 'node:fs/promises';
import { type Channel, Undeliverable } from './channel.js';
import { postJson } from './post-json.js';

/** By Zalo's list of codes: no such number, refused by its owner, no account, an account that takes no messages. */
const FINAL = new Set([-108, -114, -118, -119]);

/**
 * Messages on Zalo by template (ZNS): `POST {phone, template_id, template_data, tracking_id}` with the access token;
 * the answer is HTTP 200 with an `error` that is 0 when the message was taken over.
 * @param settings.tokenPath a file with today's access token: it lives for a day, so the file is read at each sending
 * @param settings.templateId of a registered template with one parameter, `noi_dung`
 */
export function makeZaloChannel(settings: {
  readonly url: string;
  readonly tokenPath: string;
  readonly templateId: string;
}): Channel {
  return {
    kind: 'ZALO',
    async send({ id, to, text }) {
      const token = (await readFile(settings.tokenPath, 'utf8')).trim();
      const { status, answer } = await postJson(
        settings.url,
        { access_token: token },
        {
          phone: to.replace(/^\+/, ''),
          template_id: settings.templateId,
          template_data: { noi_dung: text },
          tracking_id: id,
        },
      );
      const { error } = answer;
      if (status === 200 && error === 0) return;
      if (typeof error === 'number' && FINAL.has(error))
        throw new Undeliverable(`refused by Zalo with ${error}`);
      throw new Error(`Zalo answered ${status} with ${typeof error === 'number' ? error : 'no error code'}`);
    },
  };
}
