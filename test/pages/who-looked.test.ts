import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { vietnamDate } from '../../src/platform/clock.js';
import { translator } from '../../src/ui/i18n.js';
import { agreed, comparedPaper, contentPath, openDossier } from '../support/main-job.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

/** What Python's csv module makes of a file: the judge is not ours. */
function readCsv(bytes: Buffer): string[][] {
  const program =
    'import csv,io,json,sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode("utf-8-sig"), newline="")))))';
  return JSON.parse(
    execFileSync('python3', ['-c', program], { input: bytes, encoding: 'utf8' }),
  ) as string[][];
}

const t = translator('vi');

describe('who looked: filters and the table to download', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let duc: Person;
  let partner: Partner;
  let paper: Json;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, duc] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'duc')];
    const ha = await signIn(service.url, 'ha', 'staff');
    partner = await makePartner(service, { name: '=HYPERLINK("https://x.example") \u202e' });
    paper = await comparedPaper(tuyet, ha);
    const asked = await agreed(partner, tuyet);
    await partner.bytes(contentPath(asked));
    const statutory = await partner.call('POST', '/api/v1/evidence-requests', {
      dossierCode: await openDossier(partner, '1.013229'),
      componentCode: 'QUYEN_SU_DUNG_DAT',
      basis: 'STATUTORY_DUTY',
      legalGround: "@SUM(1+1)*cmd|' /C calc'!A0",
      purpose: { code: 'X', text: '+84 gọi "thử", \r\n=1+1 \u202egnp.exe' },
      officer: { id: '1', name: '\t=cmd()', position: '＝１＋１' },
    });
    expect(statutory.status).to.equal(201);
  });
  after(() => world?.end());

  const page = async (query: string, lang: 'vi' | 'en' = 'vi', who = tuyet) => {
    const response = await who.browser.open(`${service.url}/accesses${query}`, {
      headers: { accept: 'text/html', 'accept-language': lang },
    });
    return { status: response.status, text: await response.text() };
  };
  const table = async (query = '', lang: 'vi' | 'en' = 'vi', who = tuyet) => {
    const { status, headers, bytes } = await who.bytes(`/accesses.csv${query}`, { 'accept-language': lang });
    expect(status).to.equal(200);
    return { headers, bytes, rows: readCsv(bytes) };
  };
  const cards = (text: string) => text.match(/<li class="motlan-card/g)?.length ?? 0;

  it('a form by GET narrows the list, keeps what was chosen, and says when nothing is left', async () => {
    const all = cards((await page('')).text);
    expect(all).to.be.greaterThan(5);
    const one = await page(`?agency=H09.27&act=COMPARED&documentId=${paper.id}&from=&to=`);
    expect(cards(one.text)).to.equal(1);
    expect(one.text)
      .to.match(/<option value="H09.27" selected/)
      .and.match(/<option value="COMPARED" selected/);
    const today = vietnamDate(new Date());
    expect(cards((await page(`?from=${today}&to=${today}`)).text)).to.equal(all);
    const [year, month, day] = today.split('-');
    expect(cards((await page(`?from=${day}/${month}/${year}`)).text)).to.equal(all);
    for (const lang of ['vi', 'en'] as const) {
      const none = await page('?to=2001-01-01', lang);
      expect(none.text).to.include(translator(lang)('audit.list.nothing'));
    }
  });

  it('a day that is none is explained beside the field, in both languages', async () => {
    for (const lang of ['vi', 'en'] as const) {
      const t = translator(lang);
      const faulty = await page('?from=hom-qua%3Cb%3E&act=OPENED', lang);
      expect(faulty.status).to.equal(422);
      expect(faulty.text).to.include(t('audit.filter.dayFault')).and.to.include('hom-qua&lt;b>');
      expect(faulty.text).to.match(/<option value="OPENED" selected/);
      const turned = await page('?from=2026-11-02&to=2026-11-01', lang);
      expect(turned.status).to.equal(422);
      expect(turned.text).to.include(t('audit.filter.orderFault'));
    }
  });

  it('what no form of ours sends leads nowhere', async () => {
    for (const query of ['?act=x', '?agency=a%20b', '?documentId=1', '?act=OPENED&act=CITED', '?after=x'])
      expect((await page(query)).status, query).to.equal(404);
    expect((await tuyet.bytes('/accesses.csv?from=x')).status).to.equal(404);
  });

  it('looks by statutory duty are marked as such', async () => {
    const { text } = await page('?act=LOOKED_UP');
    expect(text).to.include(translator('vi')('audit.list.statutory'));
    const own = await page('?act=PUT_IN');
    expect(own.text).to.not.include(translator('vi')('audit.list.statutory'));
  });

  it('a look-up by consent, which comes before the answer, does not read as if she had agreed', async () => {
    const lookUp = (await page('?act=LOOKED_UP')).text;
    expect(lookUp).to.contain(t('basis.CONSENT_ASKED')).and.to.not.contain(t('basis.CONSENT'));
    expect((await page('?act=OPENED')).text).to.contain(t('basis.CONSENT'));
    const { rows } = await table();
    const at = (name: string) => rows[0]?.indexOf(name) ?? -1;
    const basisOf = (action: 'LOOK_UP' | 'READ_CONTENT') =>
      rows
        .filter((row) => row[at(t('audit.csv.action'))] === t(`accessAction.${action}`))
        .map((row) => row[at(t('audit.csv.basis'))]);
    expect(basisOf('LOOK_UP')).to.include(t('basis.CONSENT_ASKED')).and.to.not.include(t('basis.CONSENT'));
    expect(basisOf('READ_CONTENT')).to.include(t('basis.CONSENT'));
  });

  it('the API takes the same filters', async () => {
    const get = (query: string) => tuyet.call('GET', `/api/v1/me/accesses?${query}`);
    const { items } = (await get('agency=H09.27&act=COMPARED&from=2020-01-01&to=2190-01-01')).body;
    expect(items.map((line: Json) => line.action)).to.deep.equal(['COMPARE']);
    for (const [query, pointer] of [
      ['act=x', '?act'],
      ['agency=', '?agency'],
      ['from=x', '?from'],
      ['from=2026-02-30', '?from'],
      ['from=2026-11-02&to=2026-11-01', '?to'],
    ]) {
      const { status, body } = await get(query ?? '');
      expect([status, body.errors[0].pointer], query).to.deep.equal([422, pointer]);
    }
  });

  it('the table holds the lines of the list, in the reader’s language, for a spreadsheet', async () => {
    const { items } = (await tuyet.call('GET', '/api/v1/me/accesses?limit=100')).body;
    for (const lang of ['vi', 'en'] as const) {
      const t = translator(lang);
      const { headers, bytes, rows } = await table('', lang);
      expect(headers.get('content-type')).to.match(/^text\/csv; charset=utf-8/);
      expect(headers.get('content-disposition')).to.match(
        /^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.csv"/,
      );
      expect(headers.get('cache-control')).to.equal('no-store');
      expect([...bytes.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
      const [head, ...lines] = rows;
      expect(head?.[0]).to.equal(t('audit.csv.at'));
      expect(new Set(rows.map((row) => row.length))).to.deep.equal(new Set([head?.length]));
      expect(lines.map((row) => row.at(-1))).to.deep.equal(items.map((line: Json) => line.id));
    }
    const { rows } = await table('?act=COMPARED');
    expect(rows.slice(1).map((row) => row[3])).to.deep.equal(['Lê Thu Hà']);
  });

  it('no cell begins a formula, and none hides its direction, whatever was typed', async () => {
    const { rows, bytes } = await table();
    const cells = rows.flat();
    expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠\t\r]/u.test(cell))).to.deep.equal([]);
    expect(cells.filter((cell) => /[\p{Cc}\p{Cf}]/u.test(cell))).to.deep.equal([]);
    expect(bytes.toString()).to.include('"\'@SUM(1+1)');
    expect(cells).to.include('\'+84 gọi "thử", =1+1 gnp.exe');
  });

  it('the table of another is her own, and nobody’s without signing in', async () => {
    expect((await table('', 'vi', duc)).rows).to.have.length(1);
    const response = await fetch(`${service.url}/accesses.csv`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')?.startsWith('/sign-in?')]).to.deep.equal([
      303,
      true,
    ]);
    expect((await response.text()).length).to.equal(0);
  });

  it('a HEAD of the table gives its head alone', async () => {
    const response = await tuyet.browser.open(`${service.url}/accesses.csv`, { method: 'HEAD' });
    expect([response.status, await response.text()]).to.deep.equal([200, '']);
  });
});
