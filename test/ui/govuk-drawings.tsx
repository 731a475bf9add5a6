import type { VNode } from 'preact';
import { Button, ButtonLink } from '../../src/ui/components/button.js';
import { Checkboxes, type ChoiceItem, Radios } from '../../src/ui/components/choices.js';
import { ErrorSummary } from '../../src/ui/components/error-summary.js';
import { FileUpload } from '../../src/ui/components/file-upload.js';
import { ErrorMessage, type FieldProps, Fieldset, Hint, Label } from '../../src/ui/components/form-group.js';
import { Input } from '../../src/ui/components/input.js';
import { LanguageNavigation, ServiceNavigation, SkipLink } from '../../src/ui/components/navigation.js';
import { NotificationBanner } from '../../src/ui/components/notification-banner.js';
import { Pagination } from '../../src/ui/components/pagination.js';
import { Select } from '../../src/ui/components/select.js';
import { SummaryList } from '../../src/ui/components/summary-list.js';
import { Table } from '../../src/ui/components/table.js';
import { Tag, type TagColour } from '../../src/ui/components/tag.js';
import { Textarea } from '../../src/ui/components/textarea.js';
import { BackLink, Details, InsetText, Panel, WarningText } from '../../src/ui/components/texts.js';

/** Options of a govuk-frontend macro, as JSON. */
export type Options = Readonly<Record<string, unknown>>;
type Draw = (options: Options) => VNode | null;

const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const maybe = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const part = (options: Options, name: string): Options => {
  const value = options[name];
  return isOptions(value) ? value : {};
};
const list = (options: Options, name: string): Options[] => {
  const value = options[name];
  return Array.isArray(value) ? value.filter(isOptions) : [];
};

/** Whether only these options are used; `a.b` names one inside, `a[].b` one inside each of a list. */
function only(options: Options, allowed: string): boolean {
  const names = new Set(allowed.split(' '));
  const used = (value: unknown, path: string): string[] => {
    if (Array.isArray(value))
      return value.flatMap((entry) =>
        isOptions(entry) ? used(entry, `${path}[]`) : entry ? [`${path}[]?`] : [],
      );
    if (!isOptions(value)) return [path];
    return Object.entries(value).flatMap(([name, inner]) =>
      used(inner, path === '' ? name : `${path}.${name}`),
    );
  };
  return used(options, '').every((path) => names.has(path));
}

const fieldOptions =
  'name id label.text label.classes hint.text errorMessage.text describedBy disabled classes';

/** Label, hint and fault of a field; null where a part is missing that every field of ours has. */
function field(options: Options): FieldProps | null {
  const name = maybe(options['name']);
  const label = part(options, 'label');
  if (name === undefined || text(label['text']) === '') return null;
  const error = part(options, 'errorMessage')['text'];
  return {
    name,
    id: maybe(options['id']),
    label: text(label['text']),
    labelClasses: maybe(label['classes']),
    hint: maybe(part(options, 'hint')['text']),
    error: error === undefined ? undefined : { text: text(error), prefix: 'Error' },
    describedBy: maybe(options['describedBy']),
    disabled: options['disabled'] === true ? true : undefined,
    classes: maybe(options['classes']),
  };
}

const input: Draw = (o) => {
  const common = field(o);
  if (!common || !only(o, `${fieldOptions} value type autocomplete autocapitalize inputmode pattern`))
    return null;
  if (o['value'] === 0) return null;
  return (
    <Input
      {...common}
      value={maybe(o['value'])}
      // The fixtures use types and modes that are all among ours, or the case fails.
      type={maybe(o['type']) as 'text' | undefined}
      autocomplete={maybe(o['autocomplete'])}
      autocapitalize={maybe(o['autocapitalize']) as 'none' | undefined}
      inputmode={maybe(o['inputmode']) as 'numeric' | undefined}
      pattern={maybe(o['pattern'])}
    />
  );
};

const textarea: Draw = (o) => {
  const common = field(o);
  if (!common || !only(o, `${fieldOptions} value rows autocomplete`)) return null;
  return (
    <Textarea
      {...common}
      value={maybe(o['value'])}
      rows={o['rows'] as number | undefined}
      autocomplete={maybe(o['autocomplete'])}
    />
  );
};

const select: Draw = (o) => {
  const common = field(o);
  if (!common || !only(o, `${fieldOptions} items[].value items[].text items[].disabled value`)) return null;
  const items = list(o, 'items');
  // A value `false` is none that a person could choose.
  if (items.some((item) => typeof item['value'] === 'boolean')) return null;
  return (
    <Select
      {...common}
      value={o['value'] === undefined ? undefined : text(o['value'])}
      items={items.map((item) => ({
        value: item['value'] === undefined ? undefined : text(item['value']),
        text: text(item['text']),
        disabled: item['disabled'] === true,
      }))}
    />
  );
};

const fileUpload: Draw = (o) => {
  const common = field(o);
  if (!common || !only(o, `${fieldOptions} multiple`)) return null;
  return <FileUpload {...common} multiple={o['multiple'] === true} />;
};

const choices =
  (Component: typeof Radios, checked: string): Draw =>
  (o) => {
    const allowed =
      `name idPrefix fieldset.legend.text fieldset.legend.classes fieldset.describedBy hint.text errorMessage.text classes
      items[].value items[].text items[].hint.text items[].checked items[].disabled ${checked}`.replace(
        /\s+/g,
        ' ',
      );
    const legend = part(part(o, 'fieldset'), 'legend');
    if (!only(o, allowed) || text(legend['text']) === '') return null;
    const values = o[checked.replace('[]?', '')];
    const error = part(o, 'errorMessage')['text'];
    const items = list(o, 'items').map(
      (item): ChoiceItem => ({
        value: text(item['value']),
        text: text(item['text']),
        hint: maybe(part(item, 'hint')['text']),
        disabled: item['disabled'] === true,
        checked:
          typeof item['checked'] === 'boolean'
            ? item['checked']
            : Array.isArray(values)
              ? values.includes(item['value'])
              : values !== undefined && values === item['value'],
      }),
    );
    return (
      <Component
        name={text(o['name'])}
        idPrefix={maybe(o['idPrefix'])}
        legend={text(legend['text'])}
        legendClasses={maybe(legend['classes'])}
        hint={maybe(part(o, 'hint')['text'])}
        error={error === undefined ? undefined : { text: text(error), prefix: 'Error' }}
        describedBy={maybe(part(o, 'fieldset')['describedBy'])}
        classes={maybe(o['classes'])}
        items={items}
      />
    );
  };

const button: Draw = (o) => {
  const classes = maybe(o['classes']);
  const kind = /^govuk-button--(secondary|warning)$/.exec(classes ?? '')?.[1] as
    | 'secondary'
    | 'warning'
    | undefined;
  if (o['href'] !== undefined) {
    const start = o['isStartButton'] === true;
    if (!only(o, 'text href isStartButton classes') || (classes !== undefined && !kind)) return null;
    return (
      <ButtonLink href={text(o['href'])} kind={kind} start={start}>
        {text(o['text'])}
      </ButtonLink>
    );
  }
  if (!only(o, 'text name value id disabled preventDoubleClick classes')) return null;
  return (
    <Button
      kind={kind}
      classes={kind ? undefined : classes}
      name={maybe(o['name'])}
      value={maybe(o['value'])}
      id={maybe(o['id'])}
      disabled={o['disabled'] === true}
      preventDoubleClick={o['preventDoubleClick'] as boolean | undefined}
    >
      {text(o['text'])}
    </Button>
  );
};

const tag: Draw = (o) => {
  const classes = maybe(o['classes']);
  const colour = /^govuk-tag--(\w+)$/.exec(classes ?? '')?.[1] as TagColour | undefined;
  if (!only(o, 'text classes') || (classes !== undefined && !colour)) return null;
  return <Tag colour={colour}>{text(o['text'])}</Tag>;
};

const table: Draw = (o) => {
  if (!only(o, 'caption captionClasses head[].text rows[][].text firstCellIsHeader classes') && !tableRows(o))
    return null;
  if (!tableRows(o)) return null;
  const rows = o['rows'] as Options[][];
  return (
    <Table
      caption={maybe(o['caption'])}
      captionClasses={maybe(o['captionClasses'])}
      head={o['head'] === undefined ? undefined : list(o, 'head').map((cell) => text(cell['text']))}
      rows={rows.map((row) => row.map((cell) => text(cell['text'])))}
      firstCellIsHeader={o['firstCellIsHeader'] === true}
      classes={maybe(o['classes'])}
    />
  );
};

/** Whether head and rows hold plain texts alone. */
function tableRows(o: Options): boolean {
  const rows = o['rows'];
  const { rows: _, ...rest } = o;
  return (
    Array.isArray(rows) &&
    rows.every((row) => Array.isArray(row) && row.every((cell) => isOptions(cell) && only(cell, 'text'))) &&
    only(rest, 'caption captionClasses head[].text firstCellIsHeader classes')
  );
}

const summaryList: Draw = (o) => {
  if (!only(o, 'rows[].key.text rows[].value.text classes')) return null;
  return (
    <SummaryList
      classes={maybe(o['classes'])}
      rows={list(o, 'rows').map((row) => ({
        key: text(part(row, 'key')['text']),
        value: text(part(row, 'value')['text']),
      }))}
    />
  );
};

const errorSummary: Draw = (o) => {
  if (!only(o, 'titleText descriptionText errorList[].text errorList[].href')) return null;
  return (
    <ErrorSummary
      title={text(o['titleText'])}
      description={maybe(o['descriptionText'])}
      errors={list(o, 'errorList').map((error) => ({
        text: text(error['text']),
        fieldId: maybe(error['href'])?.replace(/^#/, '') ?? null,
      }))}
    />
  );
};

const pagination: Draw = (o) => {
  if (!only(o, 'previous.href previous.text next.href next.text landmarkLabel')) return null;
  const link = (name: string, word: string) => {
    const given = part(o, name);
    if (given['href'] === undefined) return null;
    const words = maybe(given['text']) ?? (
      <>
        {word}
        <span class="govuk-visually-hidden"> page</span>
      </>
    );
    return { href: text(given['href']), text: words };
  };
  return (
    <Pagination
      label={maybe(o['landmarkLabel']) ?? 'Pagination'}
      previous={link('previous', 'Previous')}
      next={link('next', 'Next')}
    />
  );
};

const notificationBanner: Draw = (o) => {
  if (!only(o, 'text titleText type') || (o['type'] !== undefined && o['type'] !== 'success')) return null;
  const success = o['type'] === 'success';
  return (
    <NotificationBanner
      title={maybe(o['titleText']) ?? (success ? 'Success' : 'Important')}
      success={success}
    >
      {text(o['text'])}
    </NotificationBanner>
  );
};

const languageNavigation: Draw = (o) => {
  const inverse = o['classes'] === 'govuk-language-navigation--inverse';
  if (
    !only(o, 'items[].text items[].lang items[].href items[].current ariaLabel classes') ||
    (o['classes'] !== undefined && !inverse)
  )
    return null;
  return (
    <LanguageNavigation
      label={maybe(o['ariaLabel']) ?? 'Language'}
      inverse={inverse}
      items={list(o, 'items').map((item) => ({
        lang: text(item['lang']),
        text: text(item['text']),
        href: text(item['href']),
        current: item['current'] === true,
      }))}
    />
  );
};

const serviceNavigation: Draw = (o) => {
  if (!only(o, 'navigation[].text navigation[].href navigation[].current collapseNavigationOnMobile'))
    return null;
  if (list(o, 'navigation').length === 0) return null;
  return (
    <ServiceNavigation
      label="Menu"
      items={list(o, 'navigation').map((item) => ({
        href: text(item['href']),
        text: text(item['text']),
        current: item['current'] === true,
      }))}
    />
  );
};

/** Our components by the name of govuk-frontend's, with how many of its fixtures they cover.
 *  `leaveOut`: a part of govuk-frontend's HTML that ours leaves out on purpose. */
export const drawings: Readonly<
  Record<string, { readonly draw: Draw; readonly covers: number; readonly leaveOut?: RegExp }>
> = {
  'back-link': {
    draw: (o) =>
      only(o, 'href text') && o['href'] ? (
        <BackLink href={text(o['href'])}>{maybe(o['text']) ?? 'Back'}</BackLink>
      ) : null,
    covers: 1,
  },
  button: { draw: button, covers: 31 },
  checkboxes: { draw: choices(Checkboxes, 'values[]?'), covers: 12 },
  details: {
    draw: (o) =>
      only(o, 'id summaryText text open') ? (
        <Details id={maybe(o['id'])} summary={text(o['summaryText'])} open={o['open'] === true}>
          {text(o['text'])}
        </Details>
      ) : null,
    covers: 5,
  },
  'error-message': {
    draw: (o) =>
      only(o, 'id text visuallyHiddenText') && o['visuallyHiddenText'] !== '' ? (
        <ErrorMessage
          {...(o['id'] ? { id: text(o['id']) } : {})}
          prefix={maybe(o['visuallyHiddenText']) ?? 'Error'}
        >
          {text(o['text'])}
        </ErrorMessage>
      ) : null,
    covers: 4,
  },
  'error-summary': { draw: errorSummary, covers: 10 },
  fieldset: {
    draw: (o) =>
      only(o, 'legend.text legend.classes describedBy') ? (
        <Fieldset
          describedBy={maybe(o['describedBy'])}
          legend={text(part(o, 'legend')['text'])}
          legendClasses={maybe(part(o, 'legend')['classes'])}
        />
      ) : null,
    covers: 8,
  },
  'file-upload': { draw: fileUpload, covers: 12 },
  hint: {
    draw: (o) =>
      only(o, 'id text classes') ? (
        <Hint {...(o['id'] ? { id: text(o['id']) } : {})} classes={maybe(o['classes'])}>
          {text(o['text'])}
        </Hint>
      ) : null,
    covers: 4,
  },
  input: { draw: input, covers: 25 },
  'inset-text': {
    draw: (o) => (only(o, 'id text') ? <InsetText id={maybe(o['id'])}>{text(o['text'])}</InsetText> : null),
    covers: 3,
  },
  label: {
    draw: (o) =>
      only(o, 'text classes for') && text(o['text']) !== '' ? (
        <Label {...(o['for'] ? { for: text(o['for']) } : {})} classes={maybe(o['classes'])}>
          {text(o['text'])}
        </Label>
      ) : null,
    covers: 9,
  },
  'language-navigation': { draw: languageNavigation, covers: 4 },
  'notification-banner': { draw: notificationBanner, covers: 7 },
  pagination: { draw: pagination, covers: 3 },
  panel: {
    draw: (o) =>
      only(o, 'titleText text') ? <Panel title={text(o['titleText'])}>{maybe(o['text'])}</Panel> : null,
    covers: 3,
  },
  radios: { draw: choices(Radios, 'value'), covers: 13 },
  select: { draw: select, covers: 11 },
  // Our menu is never folded away, so the (hidden) button that unfolds it is not there.
  'service-navigation': { draw: serviceNavigation, covers: 4, leaveOut: /<button[\s\S]*?<\/button>/ },
  'skip-link': {
    draw: (o) =>
      only(o, 'href text') && o['href'] ? <SkipLink href={text(o['href'])} text={text(o['text'])} /> : null,
    covers: 2,
  },
  'summary-list': { draw: summaryList, covers: 2 },
  table: { draw: table, covers: 3 },
  tag: { draw: tag, covers: 10 },
  textarea: { draw: textarea, covers: 13 },
  'warning-text': {
    draw: (o) =>
      only(o, 'text iconFallbackText') && text(o['text']) !== '' && o['iconFallbackText'] !== '' ? (
        <WarningText iconText={maybe(o['iconFallbackText']) ?? 'Warning'}>{text(o['text'])}</WarningText>
      ) : null,
    covers: 4,
  },
};
