// oxlint-disable no-underscore-dangle -- PDFium's functions are exported so
import { PDFiumModule } from '@hyzyla/pdfium';
import { MAX_PAGES, type Verdict } from './messages.js';

/** The module as its types tell it, and one function more that it exports (FPDF_GetPageSizeByIndex, doubles out). */
export type Pdfium = Awaited<ReturnType<typeof PDFiumModule>> & {
  _FPDF_GetPageSizeByIndex(document: number, index: number, width: number, height: number): number;
};

/** FPDF_GetLastError (public/fpdfview.h). */
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const TAIL_BYTES = 1024;

let loaded: Promise<Pdfium> | undefined;

/** Loads PDFium once for the life of the process. */
export function loadPdfium(): Promise<Pdfium> {
  loaded ??= PDFiumModule({}).then((module) => {
    const pdfium = module as Pdfium; // the package's own types leave the function out
    pdfium._FPDF_InitLibraryWithConfig({
      version: 2,
      m_pIsolate: null,
      m_pUserFontPaths: null,
      m_v8EmbedderSlot: 0,
      m_pPlatform: null,
    });
    return pdfium;
  });
  return loaded;
}

/**
 * Opens a PDF with the empty password and finds each page's box. Page contents are not parsed: nothing here needs
 * them, and one content stream can ask for a gigabyte.
 */
export function openPdf(pdfium: Pdfium, bytes: Uint8Array): Verdict {
  return closingDocument(pdfium, bytes, (document) => countPages(pdfium, document, bytes));
}

/** Opens a PDF with the empty password, has `use` work with it, and frees all of it. */
export function closingDocument<Result>(
  pdfium: Pdfium,
  bytes: Uint8Array,
  use: (document: number) => Result | Verdict,
): Result | Verdict {
  const memory = pdfium.wasmExports.malloc(bytes.length);
  if (memory === 0) return { state: 'TOO_COMPLEX' };
  try {
    pdfium.HEAPU8.set(bytes, memory);
    const document = pdfium._FPDF_LoadMemDocument(memory, bytes.length, 0);
    if (document === 0) {
      const fault = pdfium._FPDF_GetLastError();
      const locked = fault === ERROR_PASSWORD || fault === ERROR_SECURITY;
      return { state: locked ? 'ENCRYPTED' : 'UNREADABLE' };
    }
    try {
      return use(document);
    } finally {
      pdfium._FPDF_CloseDocument(document);
    }
  } finally {
    pdfium.wasmExports.free(memory);
  }
}

/**
 * Counts pages that are really there. /Count may lie (writers' faults), and a page tree that runs in a circle shows
 * only when a page is asked for. Pages missing at the end are a lie of /Count when the file has its end, else a cut.
 */
function countPages(pdfium: Pdfium, document: number, bytes: Uint8Array): Verdict {
  const claimed = pdfium._FPDF_GetPageCount(document);
  const box = pdfium.wasmExports.malloc(16);
  if (box === 0) return { state: 'TOO_COMPLEX' };
  try {
    const isThere = (index: number): boolean => {
      if (pdfium._FPDF_GetPageSizeByIndex(document, index, box, box + 8) === 0) return false;
      const view = new DataView(pdfium.HEAPU8.buffer, box, 16);
      return view.getFloat64(0, true) > 0 && view.getFloat64(8, true) > 0;
    };
    let pages = 0;
    while (pages < claimed && pages <= MAX_PAGES && isThere(pages)) pages++;
    if (pages > MAX_PAGES) return { state: 'TOO_COMPLEX' };
    if (pages === 0 || (pages < claimed && !hasItsEnd(bytes))) return { state: 'UNREADABLE' };
    return { state: 'OPENED', pages };
  } finally {
    pdfium.wasmExports.free(box);
  }
}

/** %%EOF near the end, padding of NULs and blanks apart. */
function hasItsEnd(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end--;
  return Buffer.from(bytes.buffer, bytes.byteOffset, end)
    .subarray(Math.max(0, end - TAIL_BYTES))
    .includes('%%EOF');
}
