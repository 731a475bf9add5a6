import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { translator } from '../../src/ui/i18n.js';
import { chosen, heic, photo } from '../pages/support/pictures.js';
import { Screen } from '../pages/support/screen.js';
import { becomes } from '../support/leftovers.js';
import { pdfPaper } from '../support/papers.js';
import { makeWorld, type RunningService, type World } from '../support/service.js';
import { openChromium } from './support/chromium.js';

const t = translator('vi');

describe('photos of several pages, on a phone', function () {
  this.timeout(90_000);
  let browser: Browser;
  let world: World;
  let service: RunningService;

  before(async function () {
    browser = await openChromium(this);
    world = await makeWorld();
    service = await world.start();
  });
  after(async () => {
    await browser?.close();
    await world?.end();
  });
  const opened = async (scripts: boolean) => {
    const screen = await Screen.open(browser, service.url, { lang: 'vi', scripts, width: 360 });
    await screen.signIn('owner', 'tuyet', '/documents/new');
    await screen.page.getByRole('link', { name: t('documents.add.photos') }).click();
    return screen;
  };
  const save = async (screen: Screen, count: number) => {
    await screen.field(t('documents.add.type')).selectOption('LAND_CERTIFICATE');
    await screen.press(t('documents.photos.save', { count }));
    await screen.page.waitForURL(/\/documents\/[0-9a-f-]{36}\?done=ADDED/);
  };

  it('with scripts: several chosen at once go in one after the other, and are one document', async () => {
    const screen = await opened(true);
    await screen.page
      .locator('input[type=file]')
      .setInputFiles([chosen(await photo('1.jpg')), chosen(await photo('2.jpg'))]);
    await becomes(async () => expect(await screen.page.locator('.motlan-photos__page').count()).to.equal(2));
    await save(screen, 2);
    expect(screen.complaints).to.deep.equal([]);
  });

  it('with scripts: what is refused is said beside the form, and the rest stays', async () => {
    const screen = await opened(true);
    await screen.page
      .locator('input[type=file]')
      .setInputFiles([chosen(await photo('1.jpg')), chosen(pdfPaper('khong-phai-anh.pdf'))]);
    await becomes(async () => {
      const said = await screen.page.getByRole('status').innerText();
      expect(said).to.include('khong-phai-anh.pdf').and.to.include('không phải ảnh');
    });
    // Whoever comes back another day goes on with what is there.
    await screen.go('/documents/new');
    await screen.page.getByRole('link', { name: t('documents.add.photos') }).click();
    expect(await screen.page.locator('.motlan-photos__page').count()).to.equal(1);
    await screen.press(t('documents.photos.discard'));
    await screen.page.waitForURL(/\/documents$/);
  });

  for (const scripts of [true, false]) {
    it(`${scripts ? 'with' : 'without'} scripts: a HEIC picture is refused with what to do`, async () => {
      const screen = await opened(scripts);
      await screen.page.locator('input[type=file]').setInputFiles(heic);
      if (!scripts) await screen.press(t('documents.photos.add'));
      await becomes(async () =>
        expect(await screen.says())
          .to.include('HEIC')
          .and.to.include('Tương thích nhất'),
      );
      expect(await screen.page.locator('.motlan-photos__page').count()).to.equal(0);
      await screen.context.close();
    });
  }

  it('with scripts: the frame of a crop is dragged, and says the same as the fields', async () => {
    const screen = await opened(true);
    await screen.page.locator('input[type=file]').setInputFiles(chosen(await photo('1.jpg')));
    await screen.page.getByRole('button', { name: t('documents.crop.title') }).click();
    const paper = screen.page.locator('.motlan-crop__paper');
    await screen.page.evaluate('document.querySelector(".motlan-crop__picture").decode()');
    const box = await paper.boundingBox();
    if (!box) throw new Error('no photo');
    // As large as the photo: 1200 by 900.
    expect(box.width / box.height).to.be.closeTo(4 / 3, 0.02);
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    const { mouse } = screen.page;
    await mouse.move(...at(0.02, 0.03));
    await mouse.down();
    await mouse.move(...at(0.2, 0.1));
    await mouse.up();
    await mouse.move(...at(0.98, 0.5));
    await mouse.down();
    await mouse.move(...at(0.7, 0.6));
    await mouse.up();
    const typed = async () =>
      Promise.all(
        (['top', 'right', 'bottom', 'left'] as const).map((edge) =>
          screen.field(t(`cropEdge.${edge}`)).inputValue(),
        ),
      );
    expect(await typed()).to.deep.equal(['10', '30', '0', '20']);
    await screen.field(t('cropEdge.bottom')).fill('25');
    const inset = await screen.page.evaluate('document.querySelector(".motlan-crop__kept").style.inset');
    expect(inset).to.equal('10% 30% 25% 20%');
    await screen.press(t('documents.crop.cut'));
    await screen.page.waitForURL(/\/photos\/[0-9a-f-]{36}#page-/);
    expect(screen.complaints).to.deep.equal([]);
    await save(screen, 1);
    await screen.context.close();
  });

  it('without scripts a crop is typed, looked at, and taken back', async () => {
    const screen = await opened(false);
    await screen.page.locator('input[type=file]').setInputFiles(chosen(await photo('1.jpg')));
    await screen.press(t('documents.photos.add'));
    const shape = async () => {
      const picture = 'document.querySelector(".motlan-photos__picture")';
      await screen.page.evaluate(`${picture}.decode()`);
      return screen.page.evaluate(`${picture}.naturalWidth / ${picture}.naturalHeight`);
    };
    const crop = () => screen.page.getByRole('button', { name: t('documents.crop.title') }).click();
    expect(await shape()).to.be.closeTo(4 / 3, 0.02);
    await crop();
    await screen.field(t('cropEdge.right')).fill('một nửa');
    await screen.press(t('documents.crop.cut'));
    expect(await screen.says()).to.include('từ 0 đến 90');
    await screen.field(t('cropEdge.right')).fill('50');
    await screen.press(t('documents.crop.cut'));
    expect(await shape()).to.be.closeTo(2 / 3, 0.02);
    await crop();
    await screen.press(t('documents.crop.whole'));
    expect(await shape()).to.be.closeTo(4 / 3, 0.02);
    await screen.press(t('documents.photos.discard'));
    await screen.context.close();
  });

  it('without scripts: one by one, turned, moved and dropped, then saved', async () => {
    const screen = await opened(false);
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) {
      await screen.page.locator('input[type=file]').setInputFiles(chosen(await photo(name)));
      await screen.press(t('documents.photos.add'));
    }
    // A photo that is only chosen is in another form than the one that saves.
    expect(await screen.page.locator('main').innerText()).to.include(t('documents.photos.saveHint'));
    await screen.press(new RegExp(`^${t('photoStep.RIGHT')}`));
    await screen.press(new RegExp(`^${t('photoStep.DOWN')}`));
    await screen.press(new RegExp(`^${t('photoStep.REMOVE')}`));
    expect(await screen.page.locator('.motlan-photos__page').count()).to.equal(2);
    await save(screen, 2);
  });
});
