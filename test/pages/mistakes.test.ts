import { expect } from 'chai';
import { translator } from '../../src/ui/i18n.js';
import { comparedPaper } from '../support/main-job.js';
import { pdfPaper } from '../support/papers.js';
import { makePartner, type Partner } from '../support/partner.js';
import { type Json, type Person, signIn } from '../support/person.js';
import { profiled } from '../support/profile.js';
import { releasedResult } from '../support/results.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { readPage, sendForm } from './support/forms.js';

const t = translator('vi');

describe('a mistake in a paper that others vouch for', function () {
  this.timeout(60_000);
  let world: World;
  let service: RunningService;
  let other: RunningService;
  let partner: Partner;
  let tuyet: Person;
  let duc: Person;
  let ha: Person;
  let son: Person;
  before(async () => {
    world = await makeWorld();
    [service, other] = [await world.start(), await world.start()];
    partner = await makePartner(service);
    [tuyet, duc] = [await signIn(service.url, 'tuyet'), await signIn(service.url, 'duc')];
    [ha, son] = [await signIn(service.url, 'ha', 'staff'), await signIn(service.url, 'son', 'staff')];
  });
  after(() => world?.end());

  const report = (id: string, text: string, who = tuyet, at?: string) =>
    sendForm(service, who, `/documents/${id}/mistake`, { text }, at);
  const page = (who: Person, path: string) => readPage(service, who, path);
  const alertsOf = async (code: string): Promise<Json[]> =>
    (await partner.call('GET', `/api/v1/dossiers/${code}`)).body.alerts;
  const complaintIn = (location: string | null) =>
    /^\/complaints\/([\w-]{36})/.exec(location ?? '')?.[1] ?? '';

  it('of a result: an inspector answers, the dossier it came from is alerted, and its page says how it stands', async () => {
    const { documentId: id, dossierCode, resultCode } = await releasedResult(partner);
    expect((await page(tuyet, `/documents/${id}`)).text).to.contain(`action="/documents/${id}/mistake"`);
    const { status, location } = await report(id, 'Ngày cấp sai <b>');
    expect([status, location]).to.deep.equal([303, `/complaints/${complaintIn(location)}?done=FILED`]);
    expect(await alertsOf(dossierCode)).to.have.length(1);
    expect((await alertsOf(dossierCode))[0]).to.include({ type: 'MISTAKE_REPORTED', documentId: id });

    const complaint = complaintIn(location);
    const { body: filed } = await tuyet.call('GET', `/api/v1/me/complaints/${complaint}`);
    expect(filed).to.include({ accessId: null, documentId: id, state: 'RECEIVED' });
    const own = await page(tuyet, `/complaints/${complaint}?done=FILED`);
    expect(own.text).to.contain(`href="/documents/${id}"`).and.to.contain('sai &lt;b>');
    const paper = await page(tuyet, `/documents/${id}`);
    expect(paper.text).to.contain(filed.number).and.to.not.contain(`/documents/${id}/mistake`);

    const inspected = await page(son, `/inspection/${complaint}`);
    expect(inspected.text).to.contain(resultCode).and.to.contain(dossierCode);
    for (const kept of ['CS 000001', tuyet.id, `/documents/${id}`])
      expect(inspected.text).to.not.contain(kept);
    expect((await page(son, '/inspection')).text).to.contain(t('audit.complaint.aboutPaper'));
    await sendForm(service, son, `/inspection/${complaint}/answer`, { text: 'Sẽ cấp lại trước 01/12.' });
    expect((await page(tuyet, `/complaints/${complaint}`)).text).to.contain('Sẽ cấp lại');
    expect((await page(tuyet, '/notices')).text).to.contain(filed.number);
  });

  it('said again while it is open adds words to it; once closed it begins anew', async () => {
    const { documentId: id, dossierCode } = await releasedResult(partner);
    const first = complaintIn((await report(id, 'Sai tên')).location);
    expect(complaintIn((await report(id, 'Sai cả ngày')).location)).to.equal(first);
    expect((await tuyet.call('GET', `/api/v1/me/complaints/${first}`)).body.events).to.have.length(2);
    expect(await alertsOf(dossierCode)).to.have.length(1);
    await sendForm(service, tuyet, `/complaints/${first}/close`);
    const second = complaintIn((await report(id, 'Vẫn sai')).location);
    expect(second).to.not.equal(first);
    expect(await alertsOf(dossierCode)).to.have.length(2);
  });

  it('ten times at once in two processes is one, with one alert', async () => {
    const { documentId: id, dossierCode } = await releasedResult(partner);
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_none, n) => report(id, 'Sai', tuyet, n % 2 ? service.url : other.url)),
    );
    expect(new Set(sent.map(({ status, location }) => `${status} ${location}`))).to.have.property('size', 1);
    expect(await alertsOf(dossierCode)).to.have.length(1);
  });

  it('several papers of one owner have one each', async () => {
    const papers = [await releasedResult(partner), await releasedResult(partner)];
    const complaints = [];
    for (const { documentId } of papers)
      complaints.push(complaintIn((await report(documentId, 'Sai')).location));
    expect(new Set(complaints)).to.have.property('size', 2);
  });

  it('of a compared upload: no officer judges her own work', async () => {
    const { id } = await comparedPaper(tuyet, ha);
    const complaint = complaintIn((await report(id, 'Số sai')).location);
    const paper = (await page(son, `/inspection/${complaint}`)).text;
    expect(paper).to.contain('H09.27');
    const officer = { $set: { 'versions.0.comparedBy.officerId': son.id } };
    await service.connection.collection('documents').updateOne({ _id: id as never }, officer);
    expect((await sendForm(service, son, `/inspection/${complaint}/take-up`)).status).to.equal(403);
  });

  it('without words, of another’s paper, or of one that she corrects herself is refused', async () => {
    const { documentId: id } = await releasedResult(partner);
    const empty = await report(id, '  ');
    expect(empty.status).to.equal(422);
    expect(empty.text).to.contain('id="text-error"').and.to.contain('Cho biết chỗ nào sai');
    expect((await report(id, 'x', duc)).status).to.equal(404);
    const own = (await tuyet.upload('/api/v1/me/documents', { typeCode: 'OTHER' }, pdfPaper())).body.id;
    expect((await page(tuyet, `/documents/${own}`)).text).to.not.contain(`/documents/${own}/mistake`);
    const refused = await report(own, 'x');
    expect(refused.status).to.equal(409);
    expect(refused.text).to.contain('tự sửa thông tin được');
  });

  it('is found by indexes', async () => {
    const { documentId: id } = await releasedResult(partner);
    const plans = await profiled(service.connection, 'complaints', () => page(tuyet, `/documents/${id}`));
    expect(plans.map(({ planSummary }) => planSummary)).to.deep.equal([
      'IXSCAN { ownerId: 1, documentId: 1 }',
    ]);
  });
});
