declare const __KINDRED_VERSION__: string | undefined;

/** The package's version; the build writes it in. */
export const VERSION: string = typeof __KINDRED_VERSION__ === 'string' ? __KINDRED_VERSION__ : '0.0.0';
