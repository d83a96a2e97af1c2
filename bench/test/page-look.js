// Runs in the report's page, not in Node: unfolds everything and says how it looks. Changes nothing else.
(() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const plots = [...document.querySelectorAll("svg[role=img]")];
  const texts = (plot) =>
    [...plot.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);

  /** Pairs of texts in one plot that lie over each other by more than a pixel. */
  const overlaps = plots.flatMap((plot) =>
    texts(plot).flatMap(([one, a], i, all) =>
      all.slice(i + 1).flatMap(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return wide > 1 && high > 3 ? [`${one} | ${other}`] : [];
      }),
    ),
  );

  /** Texts that leave their plot. */
  const cut = plots.flatMap((plot) => {
    const frame = plot.getBoundingClientRect();
    const leaves = ([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1;
    return texts(plot)
      .filter(leaves)
      .map(([text]) => text);
  });

  /** Pixels of the smallest letters of a plot, as they are scaled. */
  const scale = (plot) => plot.getBoundingClientRect().width / plot.viewBox.baseVal.width;
  const size = (text) => Number.parseFloat(getComputedStyle(text).fontSize);
  const sizes = plots.flatMap((plot) =>
    [...plot.querySelectorAll("text")].map((one) => size(one) * scale(plot)),
  );

  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((value) => {
      const part = Number(value) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  /** Contrast (WCAG 2) to the page's ground: the least of all that are selected. */
  const contrast = (selector, property) => {
    const ratios = [...document.querySelectorAll(selector)].map((one) => {
      const own = light(getComputedStyle(one)[property]);
      return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
    });
    return Math.min(...ratios);
  };
  return {
    ...{ overlaps, cut, smallest: Math.min(...sizes), width: document.documentElement.scrollWidth },
    textContrast: Math.min(
      contrast("p, dt, dd, li, h2, th, td, td span, td strong, summary", "color"),
      contrast("svg text", "fill"),
    ),
    shapeContrast: Math.min(
      contrast("path.curve", "stroke"),
      contrast(".bar rect:not(.wrong)", "fill"),
      contrast("path.wrong", "stroke"),
    ),
  };
})();
