// @ts-check
/**
 * What Bright Boards gives to the shops that it works with. It does what such scripts do: it puts up a board, and leaves things
 * wherever a browser keeps any. The shop lets it run only where that is allowed, and removes all of it afterwards.
 */
(() => {
  const board = document.querySelector('[data-board]');
  if (!(board instanceof HTMLElement)) return;

  board.textContent = 'This board is rented out by Bright Boards. Your words could stand here.';
  board.hidden = false;

  const id = Math.random().toString(36).slice(2);
  // biome-ignore lint/suspicious/noDocumentCookie: scripts of this kind know no other way
  document.cookie = `bb_id=${id}; Path=/; SameSite=Lax; Max-Age=31536000`;
  localStorage.setItem('bb_id', id);
  sessionStorage.setItem('bb_visit', '1');
  const request = indexedDB.open('bright-boards', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('seen');
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
  };
  void caches.open('bright-boards').then((cache) => cache.put('/bb-board', new Response(id)));

  Reflect.set(window, 'brightBoards', {
    stop() {
      board.hidden = true;
      board.textContent = '';
    },
  });
})();
