/** The words between the service and a child process that opens files. Bytes travel over the child's stdin. */

export type OpenableType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** Service to child: exactly `sizeBytes` bytes follow on stdin. */
export interface OpenRequest {
  readonly mediaType: OpenableType;
  readonly sizeBytes: number;
  /** Draw one page instead of opening the whole. */
  readonly draw?: DrawRequest | undefined;
  /** Make a picture for a page of ours of it. */
  readonly photo?: PhotoRequest | undefined;
  /** Say what may be wrong with a photo. */
  readonly assess?: true | undefined;
}

/** What is cut off a photo at each edge as it lies, in percent of its height or width. */
export interface Crop {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export interface PhotoRequest {
  /** Degrees clockwise, beyond what the photo itself says. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Of the turned photo. */
  readonly crop?: Crop | undefined;
  readonly longestPx: number;
  /** Of JPEG, to 100. */
  readonly quality: number;
}

/** What may be wrong with a photo. */
export type PhotoHint = 'BLURRED' | 'DARK' | 'TINY';

export interface DrawRequest {
  /** From 1. */
  readonly page: number;
  /** At most so wide. */
  readonly widthPx: number;
  /** Of the picture: coarser and smaller until it fits. */
  readonly mostBytes: number;
}

/** What opening a file found. */
export type Verdict =
  | { readonly state: 'OPENED'; readonly pages: number }
  /** `webp`: the picture in base64. */
  | {
      readonly state: 'DRAWN';
      readonly webp: string;
      readonly widthPx: number;
      readonly heightPx: number;
    }
  /** `jpeg`: the picture in base64. */
  | {
      readonly state: 'NORMALISED';
      readonly jpeg: string;
      readonly widthPx: number;
      readonly heightPx: number;
    }
  | { readonly state: 'ASSESSED'; readonly hints: readonly PhotoHint[] }
  | { readonly state: 'ENCRYPTED' }
  | { readonly state: 'TOO_COMPLEX' }
  | { readonly state: 'UNREADABLE' };

/** Child to service. After OPENING the bytes are in the child and its time runs. */
export type ChildMessage =
  | { readonly kind: 'READY' }
  | { readonly kind: 'OPENING' }
  /** `spent`: the child must not open another file, its libraries may be in disorder. */
  | { readonly kind: 'VERDICT'; readonly verdict: Verdict; readonly spent: boolean };

/** More pages or pixels than these are too complex (contract, bad-input table). */
export const MAX_PAGES = 2000;
export const MAX_PIXELS = 120_000_000;
