import { Button } from '../../ui/components/button.js';
import { Form } from '../../ui/components/form.js';
import { Hidden } from '../../ui/components/texts.js';
import type { PageContext } from '../../ui/page.js';

/** One press that chooses for whom a person acts from now on. */
export function ChooseForm(props: {
  readonly model: Pick<PageContext, 'chrome'>;
  /** Of the mandate; empty for herself. */
  readonly id: string;
  /** For whom. */
  readonly name: string;
  readonly words: string;
  /** Where she goes on; her papers unless given. */
  readonly next?: string;
}) {
  return (
    <Form csrfToken={props.model.chrome.csrfToken} action="/acting/choose">
      <input type="hidden" name="mandate" value={props.id} />
      {props.next !== undefined && <input type="hidden" name="next" value={props.next} />}
      <Button kind="secondary" preventDoubleClick>
        {props.words}
        <Hidden>
          {' '}
          (<bdi>{props.name}</bdi>)
        </Hidden>
      </Button>
    </Form>
  );
}
