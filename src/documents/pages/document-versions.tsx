import { ButtonLink } from '../../ui/components/button.js';
import { SummaryList } from '../../ui/components/summary-list.js';
import { Tag } from '../../ui/components/tag.js';
import { Link } from '../../ui/components/texts.js';
import { Given, Moment } from '../../ui/components/value.js';
import { formatInstant, formatSize } from '../../ui/format.js';
import type { PageContext } from '../../ui/page.js';
import { pathTo } from '../../ui/safe-href.js';
import type { DocumentView, VersionView } from './document-view.js';

interface VersionsProps extends PageContext {
  readonly document: DocumentView;
  readonly mayOpen: boolean;
}

/** The files of a document, the newest first. */
export function Versions(props: VersionsProps) {
  const { t, document } = props;
  const newestFirst = document.versions.toSorted((a, b) => b.version - a.version);
  return (
    <section class="motlan-section">
      <h2 class="govuk-heading-m">{t('documents.one.versions')}</h2>
      {newestFirst.map((version) => (
        <Version key={version.version} {...props} version={version} />
      ))}
    </section>
  );
}

function Version(props: VersionsProps & { readonly version: VersionView }) {
  const { t, lang, document, version } = props;
  const current = version.version === document.currentVersion;
  const { comparedBy } = version;
  return (
    <>
      <h3 class="govuk-heading-s">
        {t('documents.one.version', { version: version.version })}{' '}
        {current && document.versions.length > 1 && <Tag>{t('documents.one.current')}</Tag>}
      </h3>
      <SummaryList
        classes="motlan-compact"
        rows={[
          { key: t('documents.one.file'), value: <Given>{version.fileName}</Given> },
          { key: t('documents.one.size'), value: sizeOf(props) },
          { key: t('documents.one.received'), value: <Moment lang={lang} at={version.createdAt} /> },
          comparedBy && {
            key: t('documents.one.compared'),
            value: (
              <Given>
                {t('documents.one.comparedBy', {
                  name: comparedBy.name,
                  agency: comparedBy.agency,
                  at: formatInstant(lang, comparedBy.at),
                })}
              </Given>
            ),
          },
          { key: t('documents.one.scan'), value: t(`scanState.${version.scan.state}`) },
          {
            key: t('documents.one.signature'),
            value: version.signature
              ? t(`signatureVerdict.${version.signature.verdict}`)
              : t('documents.one.unsigned'),
          },
          { key: t('documents.one.hash'), value: <span class="motlan-hash">{version.sha256}</span> },
        ]}
      />
      {props.mayOpen && <Download {...props} current={current} />}
    </>
  );
}

function sizeOf({ t, lang, version }: VersionsProps & { readonly version: VersionView }) {
  const size = formatSize(lang, version.sizeBytes);
  return version.pages ? `${size}, ${t('documents.one.pages', { count: version.pages })}` : size;
}

function Download({
  t,
  document,
  version,
  current,
}: VersionsProps & { readonly version: VersionView; readonly current: boolean }) {
  if (version.scan.state === 'INFECTED') return null;
  return (
    <>
      {version.scan.state === 'NOT_SCANNED' && <p class="govuk-body">{t('documents.one.notScanned')}</p>}
      {current ? (
        <ButtonLink href={pathTo(['documents', document.id, 'content'])} kind="secondary">
          {t('documents.one.download')}
        </ButtonLink>
      ) : (
        <p class="govuk-body">
          <Link href={pathTo(['documents', document.id, 'content'], { version: String(version.version) })}>
            {t('documents.one.downloadVersion', { version: version.version })}
          </Link>
        </p>
      )}
    </>
  );
}
