const title = { page: document.title, unread: '' };

function write(): void {
  document.title = title.unread ? `(${title.unread}) ${title.page}` : title.page;
}

/** Names the page in the browser's tab and history. */
export function setPageTitle(page: string): void {
  title.page = page;
  write();
}

/** Puts a number before the page's title, so that a window behind others shows it; an empty text takes it away. */
export function setTitleCount(unread: string): void {
  title.unread = unread;
  write();
}
