/**
 * Declared types that agree with PDF, JPEG or PNG, or say nothing: unregistered spellings, what phones and download
 * helpers send for "unknown", wildcards. Everything else well formed says another type.
 */
const HARMLESS_TYPES = new Set(
  [
    'application/acrobat application/x-acrobat image/jpeg image/jpg image/pjpeg image/jfif image/pipeg image/mpo image/x-jpeg image/x-jpg',
    'image/x-citrix-jpeg image/png image/x-png image/x-citrix-png image/apng image/vnd.mozilla.apng application/png',
    'application/x-png application/jpg application/jpeg application/octet-stream application/x-octet-stream',
    'binary/octet-stream application/binary application/x-binary text/plain application/x-download',
    'application/download application/x-force-download application/force-download application/save',
    'application/unknown application/x-unknown application/x-unknown-content-type unknown/unknown content/unknown',
    'application/* image/* */* multipart/form-data application/stream application/file application/data file/unknown',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Endings that name a type which is none of the three. A list, not "whatever is unknown": people end names with
 * dates, numbers and initials, so what is also a common abbreviation (.ts, .pl, .so, .cs) is left out.
 */
const OTHER_ENDINGS = new Set(
  [
    // programs, scripts, links, things that Windows, macOS, Android or Linux start
    'exe com scr pif bat cmd msi msp mst msix appx appxbundle msu dll sys drv ocx cpl msc lnk url scf inf reg',
    'vb vbs vbe vba js jse mjs cjs jsx tsx ws wsf wsh wsc hta htc ps1 ps2 psm1 psd1 ps1xml psc1 gadget',
    'application appref-ms library-ms search-ms settingcontent-ms chm hlp jar class jnlp war ear apk aab xapk ipa',
    'app dmg pkg mpkg command workflow scpt applescript deb rpm run bin elf dylib sh bash zsh ksh csh fish',
    'py pyc pyw pyz rb php php3 php4 php5 php7 phtml phar asp aspx ashx asmx cer cgi jsp jspx cfm cpp hpp java',
    'swift sql db sqlite sqlite3 mdb accdb accde dbf wasm swf fla xap air ade adp mda',
    // web and text
    'html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt xsd dtd css scss less json jsonl yaml yml toml ini',
    'cfg conf log txt text md markdown rst tex csv tsv rtf vcf ics eml msg mbox pst ost wpd wps',
    // office
    'doc docx docm dot dotx dotm xls xlsx xlsm xlsb xlt xltx xltm xla xlam ppt pptx pptm pps ppsx ppsm pot potx',
    'potm odt ods odp odg odf ott ots otp fodt pages numbers key pub vsd vsdx vsdm mpp xps oxps epub mobi azw',
    'azw3 djvu djv ps eps indd psd psb cdr dwg dxf dgn skp xfdf fdf xdp hwp iqy slk',
    // archives and images of disks
    'zip zipx rar 7z gz tgz tar bz2 tbz xz txz zst lz lz4 lzma cab arj ace iso img vhd vhdx vmdk cpio p7m p7s',
    'p7b p7c pfx p12 asc gpg pgp torrent bak tmp crdownload',
    // pictures, sound, film
    'heic heif hif avif webp gif tif tiff bmp dib ico cur icns jp2 j2k jpf jpx jxl jxr wdp hdp tga pcx ppm pgm pbm',
    'raw dng cr2 cr3 nef arw orf rw2 raf srw wmf emf xcf mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp 3g2 mts m2ts',
    'vob ogv mp3 wav m4a aac ogg oga opus flac wma amr mid midi aiff ttf otf woff woff2 eot',
  ].flatMap((line) => line.split(' ')),
);

// application/pdf, application/x-pdf, text/pdf, application/vnd.cups-pdf …
const SOME_PDF = /^\w+\/([\w.-]+[.-])?pdf$/;

/** Whether a declared type says that the file is none of PDF, JPEG and PNG. */
export function typeSaysOther(contentType: string | null): boolean {
  return contentType !== null && !HARMLESS_TYPES.has(contentType) && !SOME_PDF.test(contentType);
}

/**
 * Whether the last ending of a name says so. Blanks and dots at the end are passed over, as Windows does; letters in
 * disguise (full width) and invisible ones are seen through.
 */
export function nameSaysOther(fileName: string): boolean {
  const whole = fileName
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/::\$data$/i, '');
  const seen = withoutBlankEnd(whole).toLowerCase();
  const ending = /\.([^.\s]+)$/u.exec(seen)?.[1];
  return ending !== undefined && OTHER_ENDINGS.has(ending);
}

/** By steps from the end: a pattern like `[\s.]+$` tries each blank of a long name anew. */
function withoutBlankEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[\s.]/.test(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}
