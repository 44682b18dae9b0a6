/** How every report of an evaluation begins, so that it is told from other files. */
export const REPORT_START = '<!doctype html><!-- kindred evaluate -->';
