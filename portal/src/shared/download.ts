// Text that was made or read here, saved as a file of the reader's own.

export function saveText(name: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has to begin with it first.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
