import { classes } from './classes.js';
import { type FieldProps, FormGroup } from './form-group.js';

/** What the script writes into the box that it draws; `%{count}` stays for it to fill. */
export interface FileUploadWords {
  readonly chooseFilesButton: string;
  readonly noFileChosen: string;
  readonly dropInstruction: string;
  readonly enteredDropZone: string;
  readonly leftDropZone: string;
}

interface FileUploadProps extends FieldProps {
  readonly multiple?: boolean | undefined;
  readonly accept?: string | undefined;
  /** Given: the script draws a box with these words that takes dropped files too. */
  readonly enhanced?: FileUploadWords | undefined;
}

/** A file of the person's own machine. */
export function FileUpload(props: FileUploadProps) {
  return (
    <FormGroup
      field={props}
      input={(id, describedBy) => {
        const input = (
          <input
            class={classes('govuk-file-upload', props.classes, props.error && 'govuk-file-upload--error')}
            id={id}
            name={props.name}
            type="file"
            accept={props.accept}
            disabled={props.disabled}
            multiple={props.multiple}
            aria-describedby={describedBy}
          />
        );
        if (!props.enhanced) return input;
        return (
          <div
            class="govuk-file-upload-wrapper"
            data-module="govuk-file-upload"
            {...wordsFor(props.enhanced)}
          >
            {input}
          </div>
        );
      }}
    />
  );
}

/** JSX cannot spell an attribute with a dot: hence the spread. */
function wordsFor(words: FileUploadWords): Record<string, string> {
  return {
    'data-i18n.choose-files-button': words.chooseFilesButton,
    'data-i18n.no-file-chosen': words.noFileChosen,
    'data-i18n.drop-instruction': words.dropInstruction,
    'data-i18n.entered-drop-zone': words.enteredDropZone,
    'data-i18n.left-drop-zone': words.leftDropZone,
  };
}
