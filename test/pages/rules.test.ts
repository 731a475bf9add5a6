import { expect } from 'chai';
import { Browser } from '../identity/browser.js';
import { ask, comparedPaper, openDossier } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { formOf, type Person, signIn, type UploadFile } from '../support/person.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';

const absent = '01a21584-b35c-73df-9225-826a71657ce4';
const html = { accept: 'text/html', 'accept-language': 'en' };

describe('what holds for every page', function () {
  this.timeout(30_000);
  let world: World;
  let service: RunningService;
  let tuyet: Person;
  let duc: Person;
  let low: Person;
  let ha: Person;
  let mai: Person;
  let partner: Partner;

  before(async () => {
    world = await makeWorld();
    service = await world.start();
    [tuyet, duc, low, ha, mai] = [
      await signIn(service.url, 'tuyet'),
      await signIn(service.url, 'duc'),
      await signIn(service.url, 'low'),
      await signIn(service.url, 'ha', 'staff'),
      await signIn(service.url, 'mai', 'staff'),
    ];
    partner = await makePartner(service);
    await comparedPaper(tuyet, ha);
  });
  after(() => world?.end());

  const get = (person: Person | null, path: string, headers: Record<string, string> = {}) =>
    (person?.browser ?? new Browser()).open(`${service.url}${path}`, { headers: { ...html, ...headers } });
  const post = (
    person: Person | null,
    path: string,
    fields: [string, string][],
    token = person?.csrfToken ?? '',
  ) =>
    (person?.browser ?? new Browser()).open(`${service.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams([['_csrf', token], ...fields]),
      headers: html,
    });
  const upload = (person: Person, fields: Record<string, string>, file: UploadFile, path = '/documents') =>
    person.browser.open(`${service.url}${path}`, {
      method: 'POST',
      body: formOf(fields, file),
      headers: html,
    });

  /** The path of a new document of this person. */
  async function added(person: Person, title = 'Giấy thử'): Promise<string> {
    const fields = { _csrf: person.csrfToken, typeCode: 'LAND_CERTIFICATE', title };
    const response = await upload(person, fields, pdfPaper());
    expect(response.status).to.equal(303);
    return (response.headers.get('location') ?? '').replace(/\?.*/, '');
  }

  /** The path of a request that waits for Tuyết; it offers her compared paper. */
  async function askedConsent(more: Record<string, unknown> = {}): Promise<string> {
    const request = await ask(partner, await openDossier(partner), more);
    return new URL(request.consent.url).pathname;
  }

  const ownerPages = [
    '/documents',
    '/documents/new',
    `/documents/${absent}`,
    '/consents',
    '/accesses?documentId=x',
  ];
  const clerkPages = [
    '/counter',
    '/counter/dossiers/H09.27-251126-0001',
    `/counter/evidence-requests/${absent}`,
  ];

  it('leads nobody to the sign-in and back to the same page', async () => {
    for (const [as, paths] of [
      ['owner', ownerPages],
      ['staff', clerkPages],
    ] as const) {
      for (const path of paths) {
        const { status, headers } = await get(null, path);
        expect([status, headers.get('location')]).to.deep.equal([
          303,
          `/sign-in?${new URLSearchParams({ as, returnTo: path })}`,
        ]);
        expect(headers.get('cache-control')).to.equal('no-store');
      }
    }
  });

  it('leads a form that comes after the session’s end to the page that shows it, files too', async () => {
    const signInFor = (as: string, returnTo: string) => `/sign-in?${new URLSearchParams({ as, returnTo })}`;
    const title = await post(null, `/documents/${absent}/title`, [['title', 'x']]);
    expect(title.headers.get('location')).to.equal(signInFor('owner', `/documents/${absent}`));
    const file = await new Browser().open(`${service.url}/documents`, {
      method: 'POST',
      body: formOf({ typeCode: 'OTHER' }, pdfPaper('a.pdf', 2_000_000)),
    });
    expect(file.headers.get('location')).to.equal(signInFor('owner', '/documents/new'));
  });

  it('tells a person of another kind that the page is not for her, and keeps her name and menu', async () => {
    for (const [person, path] of [
      [ha, '/documents'],
      [tuyet, '/counter'],
      [mai, '/counter'],
    ] as const) {
      const response = await get(person, path);
      expect(response.status).to.equal(403);
      const page = await response.text();
      expect(page).to.include('Wrong kind of account').and.include('action="/sign-out"');
    }
  });

  it('answers alike for what is absent and what is another’s', async () => {
    const path = await added(duc);
    const words = async (response: Response) => [
      response.status,
      /<h1[^>]*>(.*?)<\/h1>/s.exec(await response.text())?.[1],
    ];
    const expected = await words(await get(tuyet, `/documents/${absent}`));
    expect(expected).to.deep.equal([404, 'Document not found']);
    expect(await words(await get(tuyet, path))).to.deep.equal(expected);
    expect(await words(await get(tuyet, `${path}/content`))).to.deep.equal(expected);
    expect(await words(await post(tuyet, `${path}/title`, [['title', 'x']]))).to.deep.equal(expected);
    expect(await words(await post(tuyet, `${path}/delete`, []))).to.deep.equal(expected);
    expect(
      await words(await upload(tuyet, { _csrf: tuyet.csrfToken }, pdfPaper(), `${path}/versions`)),
    ).to.deep.equal(expected);
    expect((await get(tuyet, '/documents/not-an-id')).status).to.equal(404);
    expect((await get(tuyet, '/nowhere')).status).to.equal(404);
    expect((await get(tuyet, '/documents?after=nonsense')).status).to.equal(404);
  });

  it('refuses a form without the right token before it looks at anything else', async () => {
    const path = await added(tuyet);
    const consent = await askedConsent();
    for (const token of ['', 'wrong', ha.csrfToken]) {
      for (const [person, to] of [
        [tuyet, `${path}/title`],
        [tuyet, `${path}/delete`],
        [tuyet, `${consent}/accept`],
        [tuyet, `${consent}/deny`],
        [tuyet, `/documents/${absent}/delete`],
        [tuyet, `/accesses/${absent}/complaints`],
      ] as const) {
        const response = await post(person, to, [['title', 'stolen']], token);
        expect([to, response.status]).to.deep.equal([to, 403]);
        expect(await response.text()).to.include('The form is out of date');
      }
    }
    const forged = await upload(tuyet, { _csrf: 'wrong', typeCode: 'OTHER' }, pdfPaper());
    expect(forged.status).to.equal(403);
    const json = await tuyet.browser.open(`${service.url}${path}/delete`, {
      method: 'POST',
      body: JSON.stringify({ _csrf: tuyet.csrfToken }),
      headers: { ...html, 'content-type': 'application/json' },
    });
    expect(json.status).to.equal(403);
    expect((await get(tuyet, path)).status).to.equal(200);
  });

  it('refuses a form that comes from another site, token or not', async () => {
    const path = await added(tuyet);
    const response = await tuyet.browser.open(`${service.url}${path}/delete`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: tuyet.csrfToken }),
      headers: { ...html, 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).to.equal(403);
  });

  it('makes one document of one file sent twice at once', async () => {
    const file = pdfPaper();
    const fields = { _csrf: tuyet.csrfToken, typeCode: 'OTHER', title: '' };
    const sent = await Promise.all([upload(tuyet, fields, file), upload(tuyet, fields, file)]);
    const places = sent.map((response) => response.headers.get('location') ?? '');
    expect(
      places.map((place) => place.replace(/\?.*/, '')).every((place, _, [first]) => place === first),
    ).to.equal(true);
    expect(places.map((place) => place.replace(/.*=/, '')).toSorted()).to.deep.equal(['ADDED', 'DUPLICATE']);
  });

  it('tells all faults of a form at once, in the person’s language, and keeps what was typed', async () => {
    const fields = { _csrf: tuyet.csrfToken, typeCode: '', title: 'Sổ "đỏ"', issuedOn: '2025-02-30' };
    const response = await tuyet.browser.open(`${service.url}/documents`, {
      method: 'POST',
      body: formOf(fields, { name: '', type: 'application/octet-stream', bytes: new Uint8Array() }),
      headers: { ...html, 'accept-language': 'vi' },
    });
    expect(response.status).to.equal(400);
    const page = await response.text();
    expect([...page.matchAll(/<a href="#(\w+)">/g)].map(([, field]) => field)).to.deep.equal([
      'typeCode',
      'issuedOn',
      'file',
    ]);
    expect(page).to.include('value="Sổ &quot;đỏ&quot;"').and.include('Chọn loại giấy tờ.');
  });

  it('lets an account of level 1 see its list, and says why it opens nothing', async () => {
    expect(await (await get(low, '/documents')).text()).to.include('level 1');
    const path = await added(low);
    const refused = await get(low, `${path}/content`);
    expect(refused.status).to.equal(403);
    expect(await refused.text()).to.include('A level 2 e-ID account is needed');
  });

  it('lets the consent form lead to the asking portal and no other form anywhere', async () => {
    const formAction = async (path: string) =>
      /form-action ([^;]+)/.exec((await get(tuyet, path)).headers.get('content-security-policy') ?? '')?.[1];
    expect(await formAction('/documents')).to.equal("'self'");
    expect(await formAction(await askedConsent())).to.equal("'self'");
    const withPortal = await askedConsent({ returnUrl: 'https://dvc.example.vn/back' });
    expect(await formAction(withPortal)).to.equal("'self' https://dvc.example.vn");
  });

  it('leads an owner who refuses back to the portal, or to the last page where there is none', async () => {
    const withPortal = await askedConsent({ returnUrl: 'https://dvc.example.vn/back' });
    const there = (await post(tuyet, `${withPortal}/deny`, [])).headers.get('location') ?? '';
    expect(there).to.match(/^https:\/\/dvc\.example\.vn\/back\?evidenceRequestId=[0-9a-f-]{36}$/);
    const without = await askedConsent();
    expect((await get(tuyet, `${without}/done`)).headers.get('location')).to.equal(without);
    expect((await post(tuyet, `${without}/deny`, [])).headers.get('location')).to.equal(`${without}/done`);
    expect((await get(tuyet, `${without}/done`)).status).to.equal(200);
    const contrary = await post(tuyet, `${without}/withdraw`, []);
    expect(contrary.status).to.equal(409);
    expect(await contrary.text()).to.include('govuk-error-summary');
  });

  it('refuses to agree to what was not offered', async () => {
    const consent = await askedConsent();
    const response = await post(tuyet, `${consent}/accept`, [['documentIds', absent]]);
    expect(response.status).to.equal(422);
    expect(await response.text()).to.include('can no longer serve this request');
    const nothing = await post(tuyet, `${consent}/accept`, [['documentIds', 'x']]);
    expect(nothing.status).to.equal(422);
  });

  it('keeps the language that was chosen, on errors too, and leads to no other site', async () => {
    const browser = new Browser();
    const chosen = await browser.open(`${service.url}/nowhere?a=1&lang=en`, {
      headers: { 'accept-language': 'vi' },
    });
    expect([chosen.status, chosen.headers.get('location')]).to.deep.equal([303, '/nowhere?a=1']);
    const page = await (
      await browser.open(`${service.url}/nowhere`, { headers: { accept: 'text/html' } })
    ).text();
    expect(page).to.include('lang="en"').and.include('Not found');
    const away = await fetch(`${service.url}//evil.example/?lang=en`, { redirect: 'manual' });
    expect(away.headers.get('location')).to.equal(null);
  });

  it('shows a sign-in that did not finish with its reason', async () => {
    const response = await get(null, '/sign-in/callback?state=unknown&code=x');
    expect(response.status).to.equal(400);
    expect(await response.text())
      .to.include('it has expired, was used already, or began in another browser')
      .and.include('href="/sign-in?as=owner&amp;returnTo=/documents"');
  });

  it('tells a form that is too long so, and a look-up that names nothing', async () => {
    const path = await added(tuyet);
    expect((await post(tuyet, `${path}/title`, [['title', 'x'.repeat(70_000)]])).status).to.equal(413);
    expect((await post(tuyet, `${path}/title`, [['title', 'x'.repeat(301)]])).status).to.equal(422);
    const code = 'H09.27-251126-7001';
    const opened = await post(ha, '/counter/dossiers', [
      ['dossierCode', code],
      ['procedureCode', '2.000815'],
      ['owner.kind', 'PERSONAL_ID'],
      ['owner.value', '999085000002'],
      ['owner.name', ''],
      ['submittedOn', '2025-11-26'],
      ['channel', '1'],
    ]);
    expect(opened.headers.get('location')).to.equal(`/counter/dossiers/${code}`);
    const asked = await post(ha, `/counter/dossiers/${code}/evidence-requests`, [
      ['componentCode', 'NONE'],
      ['basis', 'STATUTORY_DUTY'],
    ]);
    expect(asked.status).to.equal(422);
    expect(await asked.text()).to.include('Choose a component of this dossier');
  });

  it('explains a dossier of another agency or owner beside its code', async () => {
    const fields = (code: string, id: string): [string, string][] => [
      ['dossierCode', code],
      ['procedureCode', '2.000815'],
      ['owner.kind', 'PERSONAL_ID'],
      ['owner.value', id],
      ['submittedOn', '2025-11-26'],
      ['channel', '1'],
    ];
    const elsewhere = await post(ha, '/counter/dossiers', fields('H10.1-251126-0001', '999085000002'));
    expect(elsewhere.status).to.equal(422);
    expect(await elsewhere.text())
      .to.include('href="#dossierCode"')
      .and.include('value="999085000002"');
    const conflict = await post(ha, '/counter/dossiers', fields('H09.27-251126-7001', '999190000001'));
    expect(conflict.status).to.equal(409);
  });

  it('shows the stored names of papers harmlessly', async () => {
    const hostile = `"><script>alert('x')</script>‮fdp.exe`;
    const path = await added(tuyet, hostile);
    for (const page of [path, '/documents', `/accesses?documentId=${path.split('/')[2]}`]) {
      const text = await (await get(tuyet, page)).text();
      expect(text).to.include('&lt;script>alert(').and.not.include('<script>alert');
      expect(text).to.not.include('\u202e');
    }
  });
});
