// A shop's page, and another's script on it that keeps what it can: cookies on several paths and on the parent host, Web Storage,
// IndexedDB and Cache Storage. What it keeps goes when its purpose is withdrawn.
import { createKindred } from '../../../src/client/index.ts';

export const kindred = createKindred({
  source: 'shop.example',
  endpoint: '/v1',
  purposes: [
    { id: 'analytics', title: 'Measure', description: 'Counts.' },
    {
      id: 'ads',
      title: 'Advertise',
      description: 'Elsewhere.',
      keeps: {
        cookies: ['bb_*'],
        localStorage: ['bb_*'],
        sessionStorage: ['bb_*'],
        databases: ['bright-boards'],
        caches: ['bright-boards'],
      },
    },
  ],
});
kindred.start();

const PLACES = ['Path=/', 'Path=/c', 'Path=/c/tea', 'Path=/; Domain=shop.localhost', 'Path=/c; Domain=shop.localhost'];

async function plant() {
  // biome-ignore lint/suspicious/noDocumentCookie: as such scripts do
  for (const place of PLACES) document.cookie = `bb_one=1; Max-Age=3600; ${place}`;
  localStorage.setItem('bb_more', 'x');
  sessionStorage.setItem('bb_more', 'x');
  await (await caches.open('bright-boards')).put('/bb-more', new Response('x'.repeat(10_000)));
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('bright-boards', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('seen');
    request.onerror = reject;
    request.onsuccess = () => {
      const writing = request.result.transaction('seen', 'readwrite');
      for (let index = 0; index < 200; index++) writing.objectStore('seen').put('x'.repeat(100), index);
      writing.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });
}

/** Grants, fills everything, withdraws, and answers with the report. */
window.withdrawOnce = async () => {
  kindred.consent.grant('*');
  for (let index = 0; index < 20; index++) kindred.track('Product Viewed', { product_id: `oolong-${index}` });
  await plant();
  if (!document.cookie.includes('bb_one') || !kindred.consent.check({ purpose: 'ads' }).allow)
    throw new Error('Nothing was kept.');
  const report = await kindred.withdraw('*');
  if (document.cookie.includes('bb_')) throw new Error('A cookie is left.');
  return report;
};
