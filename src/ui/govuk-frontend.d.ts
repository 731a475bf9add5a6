/** The part of govuk-frontend 6 that browser/ uses; the package ships no types. */
declare module 'govuk-frontend' {
  type Component = new (root: never, config?: never) => object;
  export const Button: Component;
  export const ErrorSummary: Component;
  export const FileUpload: Component;
  export const NotificationBanner: Component;
  export const SkipLink: Component;
  /** Starts the component on every element that carries its `data-module`. */
  export function createAll(component: Component, config?: Readonly<Record<string, unknown>>): void;
}
