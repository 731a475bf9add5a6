import { Tag, type TagColour } from '../../ui/components/tag.js';
import type { CodeOf, Translate } from '../../ui/i18n.js';

const colours: Readonly<Record<CodeOf<'consentState'>, TagColour>> = {
  REQUESTED: 'yellow',
  GIVEN: 'green',
  DENIED: 'grey',
  WITHDRAWN: 'grey',
  EXPIRED: 'grey',
  USED_UP: 'grey',
};

export function ConsentTag(props: { readonly t: Translate; readonly state: CodeOf<'consentState'> }) {
  return <Tag colour={colours[props.state]}>{props.t(`consentState.${props.state}`)}</Tag>;
}
