// What a person sees of each panel, by its number.
() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const lines = (element) => element.innerText.split('\n').filter((line) => line).map((line) => [line]);

  function coloured(canvas) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue, alpha] = data.subarray(at, at + 4);
      if (alpha > 64 && Math.max(red, green, blue) - Math.min(red, green, blue) > 24) {
        return true;
      }
    }
    return false;
  }

  function isCut(cell) {
    const text = document.createRange();
    text.selectNodeContents(cell);
    const [inner, outer] = [text.getBoundingClientRect(), cell.getBoundingClientRect()];
    return inner.left < outer.left || inner.right > outer.right;
  }

  function seen(section) {
    const title = section.querySelector('h2').innerText;
    const kind = section.dataset.kind;
    const content = section.querySelector('[data-content]');
    if (!content) {
      return { title, kind, lines: [], cut: [], legend: [], states: [], bars: 0, canvases: 0, coloured: 0 };
    }
    const rows = all(content, '[role=row]');
    const cells = (row) => all(row, '[role=columnheader], [role=gridcell]').map((cell) => cell.innerText);
    const canvases = all(content, 'canvas');
    const signs = all(content, '[data-testid=series-icon]');
    return {
      title,
      kind,
      lines: rows.length > 0 ? rows.map(cells) : lines(content),
      cut: all(content, '[role=columnheader]').filter(isCut).map((cell) => cell.innerText),
      legend: signs.map((sign) => sign.closest('tr, li').querySelector('button, [class*=LegendLabel]').innerText.trim()),
      states: all(content, '[data-state]').map((cell) => cell.dataset.state),
      bars: all(content, '[data-bar]').length,
      canvases: canvases.length,
      coloured: canvases.filter(coloured).length,
    };
  }

  return Object.fromEntries(all(document, 'section[data-panel]').map((section) => [section.dataset.panel, seen(section)]));
}
