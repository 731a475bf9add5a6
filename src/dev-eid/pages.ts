import type { Persona } from './personas.js';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The one form: whom to sign in as. Works without a script. */
export function choicePage({
  people,
  action,
  stylesheet,
}: {
  people: readonly Persona[];
  action: string;
  stylesheet: string | undefined;
}): string {
  const choices = people.map(
    ({ key, name, note }) =>
      `<p><button class="govuk-button" type="submit" name="persona" value="${text(key)}">${text(name)}</button><br>
<span>${text(note.vi)}</span><br><span lang="en">${text(note.en)}</span></p>`,
  );
  return page(
    'Đăng nhập thử nghiệm · Development sign-in',
    `<h1>Đăng nhập thử nghiệm</h1>
<p><strong>Đây không phải VNeID.</strong> Hệ thống định danh này chỉ dùng khi phát triển phần mềm: không có mật khẩu,
ai cũng chọn được người nào tùy ý. Mọi người dưới đây đều không có thật.</p>
<p lang="en"><strong>This is not VNeID.</strong> This e-ID is for development only: it has no passwords and lets anybody be
anybody. All people below are made up.</p>
<form method="post" action="${text(action)}">
${choices.join('\n')}
</form>`,
    stylesheet,
  );
}

/** A fault of the sign-in itself; `code` is a word of OAuth 2, never text from outside. */
export function faultPage(code: string, stylesheet: string | undefined): string {
  return page(
    'Đăng nhập thử nghiệm: có lỗi · Development sign-in: a fault',
    `<h1>Đăng nhập chưa xong</h1>
<p>Lần đăng nhập này đã hết hạn hoặc không hợp lệ (${text(code)}). Quay lại và đăng nhập từ đầu.</p>
<p lang="en">This sign-in has expired or is not valid (${text(code)}). Go back and start again.</p>`,
    stylesheet,
  );
}

function page(title: string, main: string, stylesheet: string | undefined): string {
  const link = stylesheet === undefined ? '' : `\n<link rel="stylesheet" href="${text(stylesheet)}">`;
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text(title)}</title>${link}
</head>
<body>
<main class="govuk-width-container">
${main}
</main>
</body>
</html>
`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);
}
