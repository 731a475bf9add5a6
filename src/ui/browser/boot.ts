// Runs first in the body: tells the stylesheet and govuk-frontend that scripts work here.
// Pages are whole without it.
declare const document: { readonly body: { readonly classList: { add(...names: string[]): void } } };
declare const HTMLScriptElement: { readonly prototype: object };

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');

// Makes this file a module, so that the two declarations stay its own.
// oxlint-disable-next-line unicorn/require-module-specifiers
export {};
