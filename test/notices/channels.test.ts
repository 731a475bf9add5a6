import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Channel, Undeliverable } from '../../src/notices/channels/channel.js';
import { makeEmailChannel } from '../../src/notices/channels/email.js';
import { makeSmsChannel } from '../../src/notices/channels/sms.js';
import { makeZaloChannel } from '../../src/notices/channels/zalo.js';
import { type Gateway, type Mood, startMailServer, startSmsGateway, startZalo } from '../support/gateways.js';

const message = {
  id: '0197c3a2-0000-7000-8000-000000000001',
  subject: 'Kho giấy tờ Motlan có tin mới',
  text: 'Có cơ quan xin phép xem giấy tờ.',
};

/** What every way out of the house must keep, against its own stand-in. */
describe('ways to tell owners outside the pages', function () {
  this.timeout(30_000);
  let folder: string;
  let today = 'token-1';
  const made: { name: string; gateway: Gateway; channel: Channel; to: string; moods: readonly Mood[] }[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motlan-zalo-'));
    const tokenPath = join(folder, 'token');
    await writeFile(tokenPath, `${today}\n`);
    const [mail, sms, zalo] = await Promise.all([
      startMailServer(),
      startSmsGateway('secret'),
      startZalo(() => today),
    ]);
    const all = ['WELL', 'FAILS', 'STALLS', 'LIES', 'REFUSES'] as const;
    made.push(
      {
        name: 'EMAIL',
        gateway: mail,
        channel: makeEmailChannel({ url: mail.url, from: 'Motlan <kho@example.vn>' }),
        to: 'tuyet@example.vn',
        moods: ['WELL', 'FAILS', 'REFUSES'],
      },
      {
        name: 'SMS',
        gateway: sms,
        channel: makeSmsChannel({ url: sms.url, token: 'secret' }),
        to: '+84912345678',
        moods: all,
      },
      {
        name: 'ZALO',
        gateway: zalo,
        channel: makeZaloChannel({ url: zalo.url, tokenPath, templateId: '1' }),
        to: '+84912345678',
        moods: all,
      },
    );
  });
  after(async () => {
    await Promise.all(made.map(({ gateway }) => gateway.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const outcome = (channel: Channel, to: string): Promise<string> =>
    channel.send({ ...message, to }).then(
      () => 'taken',
      (error: unknown) => (error instanceof Undeliverable ? 'never' : 'later'),
    );
  const wanted: Readonly<Record<Mood, string>> = {
    WELL: 'taken',
    FAILS: 'later',
    STALLS: 'later',
    LIES: 'later',
    REFUSES: 'never',
  };

  it('take a message over, may try later, or never: each as the other side means it', async () => {
    const found: Record<string, string> = {};
    const expected: Record<string, string> = {};
    await Promise.all(
      made.map(async ({ name, gateway, channel, to, moods }) => {
        for (const mood of moods) {
          gateway.mood = mood;
          found[`${name} ${mood}`] = await outcome(channel, to);
          expected[`${name} ${mood}`] = wanted[mood];
        }
        gateway.mood = 'WELL';
      }),
    );
    expect(found).to.deep.equal(expected);
    for (const { name, gateway } of made) {
      expect(gateway.received, name).to.have.length(1);
      expect(gateway.received[0]?.id, name).to.equal(message.id);
    }
  });

  it('Zalo: the token of today, read anew at each sending', async () => {
    const zalo = made.find(({ name }) => name === 'ZALO');
    if (!zalo) throw new Error('no Zalo');
    today = 'token-2';
    expect(await outcome(zalo.channel, zalo.to)).to.equal('later');
    await writeFile(join(folder, 'token'), today);
    expect(await outcome(zalo.channel, zalo.to)).to.equal('taken');
  });

  it('an e-mail goes to the one address, whatever is in it, as plain text without a link', async () => {
    const mail = made.find(({ name }) => name === 'EMAIL');
    if (!mail) throw new Error('no e-mail');
    const before = mail.gateway.received.length;
    for (const to of ['a@example.vn, b@example.vn', 'a@example.vn\r\nBcc: b@example.vn', '<a@example.vn>'])
      await outcome(mail.channel, to);
    const got = mail.gateway.received.slice(before);
    expect(got.filter((one) => one.to === 'b@example.vn')).to.deep.equal([]);
    for (const { text } of mail.gateway.received) {
      expect(text)
        .to.match(/^Content-Type: text\/plain/im)
        .and.not.match(/^Bcc:/im);
      expect(text).to.match(/^Auto-Submitted: auto-generated/im);
    }
  });
});
