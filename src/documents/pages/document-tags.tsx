import { Tag, type TagColour } from '../../ui/components/tag.js';
import type { CodeOf, Translate } from '../../ui/i18n.js';
import { type Named, nameOf, type PageContext } from '../../ui/page.js';
import type { DocumentView } from './document-view.js';

const statusColours: Readonly<Partial<Record<CodeOf<'documentStatus'>, TagColour>>> = {
  VALID: 'green',
  EXPIRED: 'orange',
  REVOKED: 'red',
  REJECTED: 'red',
  SUPERSEDED: 'grey',
  HIDDEN: 'grey',
  ARCHIVED: 'grey',
  DRAFT: 'grey',
};

/**
 * State and trust of a document, side by side. Of a paper that nobody has compared nothing green is said: that it has
 * not expired is only what was typed.
 */
export function DocumentTags(props: { readonly t: Translate; readonly document: DocumentView }) {
  const { t, document } = props;
  return (
    <p class="motlan-tags">
      {!(document.status === 'VALID' && document.trustClass === 'SELF_UPLOADED') && (
        <Tag colour={statusColours[document.status]}>{t(`documentStatus.${document.status}`)}</Tag>
      )}
      <Tag colour={document.trustClass === 'SELF_UPLOADED' ? 'grey' : 'turquoise'}>
        {t(`trustClass.${document.trustClass}`)}
      </Tag>
    </p>
  );
}

/** What a document is called: the owner's own title, else the name of its type. */
export function titleOf(
  context: PageContext,
  types: readonly Named[],
  document: Pick<DocumentView, 'title' | 'typeCode'>,
): string {
  return document.title ? document.title : nameOf(context.lang, types, document.typeCode);
}
