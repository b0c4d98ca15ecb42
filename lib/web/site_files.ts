/**
 * Where the files of a site are, from the project's root.
 *
 * @module
 */

/** The folders of a site, and whom it is built for. */
export interface SiteFiles {
  readonly routes: string;
  readonly islands: string;
  readonly statics: string;
  /** What is built goes here. */
  readonly build: string;
  /** Whether it is worked on: pages load themselves again, and bundles can be read. */
  readonly development: boolean;
}

/** Daybook's own site. */
export const SITE: SiteFiles = {
  routes: "routes",
  islands: "islands",
  statics: "static",
  build: "build/production",
  development: false,
};

/** Daybook's own site while it is worked on. */
export const DEVELOPMENT_SITE: SiteFiles = {
  ...SITE,
  build: "build/development",
  development: true,
};

/** Where browsers find the bundles. */
export const ASSETS_PATH = "/assets/";

/** Returns the folder of a site's bundles. */
export function assetsFolder({ build }: SiteFiles): string {
  return `${build}/assets`;
}
