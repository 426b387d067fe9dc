/// <reference types="astro/client" />

interface ImportMetaEnv {
  /** Where Evident is, as browsers reach it. */
  readonly PUBLIC_EVIDENT?: string;
}
