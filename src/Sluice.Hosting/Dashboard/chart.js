// @ts-check
// Draws Vega-Lite specifications. The page's content security policy forbids compiled expressions, so an interpreter evaluates them.

/** @import { Config, TopLevelSpec } from 'vega-lite' */
/** @import { Chart } from './drawable.js' */
/** @import { Kinds, Row } from './values.js' */
import { expressionFunction, parse, View, Warn } from 'vega';
import { compile } from 'vega-lite';
import { expressionInterpreter } from 'vega-interpreter';
import { drawable, exactly, rowNumber, withWholeTicks } from './drawable.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

// The number format of axes and legends. Numbers with four digits are not grouped, because most of them are years.
// Numbers that would be too wide have an exponent.
const axisNumber = new Intl.NumberFormat('en', { maximumSignificantDigits: 15, useGrouping: 'min2' });
expressionFunction('sluiceNumber', (/** @type {unknown} */ value) => typeof value !== 'number' ? String(value ?? '')
  : Math.abs(value) < 1e15 ? axisNumber.format(value)
    : String(Number(value.toPrecision(15))));

// Pixels between the entries of a legend, and pixels to the left of an entry's text: the axis and the symbol.
const columnPadding = 10;
const beforeLabel = 90;

// Pixels that Vega leaves free on each side of a chart.
const padding = 5;

// Pixels of a picture for each pixel of the page.
const pictureScale = 2;

/**
 * The Vega-Lite configuration of all charts, in the colors of the current theme.
 * @param {number} width The width of the chart in pixels.
 * @returns {Config}
 */
function config(width) {
  const style = getComputedStyle(document.documentElement);
  const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = {
    labelColor: color('--soft'), titleColor: color('--text'), gridColor: color('--line'), domainColor: color('--line'),
    tickColor: color('--line'), labelSeparation: 4,
  };
  return {
    background: 'transparent',
    font: 'system-ui, sans-serif',
    customFormatTypes: true,
    numberFormatType: 'sluiceNumber',
    axis,
    // If the labels of an axis overlap, every second one is dropped until the rest fit. Tooltips name each value.
    axisDiscrete: { labelOverlap: 'parity' },
    // The type declarations lack the layout of several legends.
    legend: /** @type {any} */ ({
      labelColor: color('--soft'), titleColor: color('--text'), orient: 'bottom',
      columns: { signal: 'sluiceColumns' }, columnPadding, symbolLimit: 0, labelLimit: width - beforeLabel,
      layout: { bottom: { anchor: 'start', direction: 'vertical' } },
    }),
    view: { stroke: null },
    mark: { color: color('--accent') },
    range: { category: dark.matches
      ? ['#4fc3d9', '#ffb454', '#a78bfa', '#6fd08c', '#ff8a80', '#f6d55c', '#7aa2f7', '#e58fd0', '#9ccc65', '#b0bec5']
      : ['#0b6e82', '#c2570c', '#6741d9', '#2b8a3e', '#c92a2a', '#a67c00', '#1c7ed6', '#a61e8d', '#5c940d', '#5f6b76'] },
  };
}

/**
 * Draws the rows of a report, and redraws them when the theme or the width changes, until the page is left.
 * @param {HTMLElement & { view?: View }} place
 * @param {{ chart: Chart, kinds: Kinds, pick?: (row: Row) => void }} report
 * @param {Row[]} rows
 * @param {string} label The text of the chart for screen readers.
 * @param {AbortSignal} signal
 */
export async function draw(place, { chart, kinds, pick }, rows, label, signal) {
  const values = drawable(rows, kinds, chart);
  const tooltip = new Tooltip(exactly(rows, kinds, chart));
  let view = /** @type {View | null} */ (null);
  let width = 0;
  async function render() {
    width = place.clientWidth;
    const specification = /** @type {TopLevelSpec} */ ({
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: Math.max(160, width - 2 * padding),
      height: 240,
      autosize: { type: 'fit-x', contains: 'padding' },
      ...withWholeTicks(chart, kinds),
      params: [...(chart.params ?? []), { name: 'sluiceColumns', value: 1 }],
      data: { name: 'rows', values },
    });
    const compiled = compile(specification, { config: config(width) }).spec;
    view?.finalize();
    view = new View(parse(compiled, undefined, { ast: true }), {
      renderer: 'canvas', container: place, hover: true, logLevel: Warn, expr: expressionInterpreter, tooltip: tooltip.show,
    });
    await view.runAsync();
    await view.signal('sluiceColumns', legendColumns(view, width)).resize().runAsync();
    place.view = view;
    if (pick) {
      view.addEventListener('click', (_event, item) => {
        const row = rows[item?.datum?.[rowNumber]];
        if (row) {
          pick(row);
        }
      });
    }
    const canvas = place.querySelector('canvas');
    canvas?.setAttribute('role', 'img');
    canvas?.setAttribute('aria-label', label);
  }
  await render();
  if (signal.aborted) {
    // The page was left while it was drawn. The abort event has already fired, so clean up here.
    view?.finalize();
    return;
  }
  const resized = new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - width) > 8) {
      render();
    }
  });
  resized.observe(place);
  dark.addEventListener('change', render, { signal });
  signal.addEventListener('abort', () => {
    resized.disconnect();
    tooltip.hide();
    view?.finalize();
  }, { once: true });
}

/**
 * The number of legend columns that fit the width. A column is as wide as its widest entry.
 * @param {View} view
 * @param {number} width
 */
function legendColumns(view, width) {
  let most = Infinity;
  (function walk(/** @type {any} */ item) {
    if (item.role === 'legend') {
      item.items.forEach((/** @type {any} */ legend) => {
        /** @type {number[]} */
        const entries = [];
        (function collect(/** @type {any} */ part) {
          if (part.role === 'scope') {
            entries.push(...part.items.map((/** @type {any} */ entry) => entry.bounds.width() + columnPadding));
          } else {
            part.items?.forEach(collect);
          }
        })(legend);
        // The picture is two paddings narrower than its place, and the drawing ends one before the picture does.
        most = Math.min(most, fitting(entries, width - 3 * padding - view.origin()[0] - legend.x));
      });
    } else {
      item.items?.forEach(walk);
    }
  })(/** @type {any} */ (view.scenegraph()).root);
  return most;
}

/**
 * The most columns, filled row by row, whose total width fits.
 * @param {number[]} entries The widths of the entries.
 * @param {number} width
 */
function fitting(entries, width) {
  for (let columns = entries.length; columns > 1; columns--) {
    /** @type {number[]} */
    const widths = Array(columns).fill(0);
    entries.forEach((entry, i) => { widths[i % columns] = Math.max(widths[i % columns], entry); });
    if (widths.reduce((sum, one) => sum + one) <= width) {
      return columns;
    }
  }
  return 1;
}

/**
 * The picture of a drawn chart, on the background of its card. Null if nothing is drawn.
 * @param {HTMLElement & { view?: View }} place
 * @param {'PNG' | 'SVG'} format
 * @returns {Promise<Blob | null>}
 */
export async function picture({ view }, format) {
  if (!view) {
    return null;
  }
  const before = view.background();
  view.background(getComputedStyle(document.documentElement).getPropertyValue('--card').trim());
  try {
    if (format === 'SVG') {
      return new Blob([await view.toSVG()], { type: 'image/svg+xml' });
    }
    const canvas = /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (await view.toCanvas(pictureScale)));
    return await new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  } finally {
    await view.background(before).runAsync();
  }
}

/** The tooltip of a chart. It sets values as text only. */
class Tooltip {
  #exact;
  /** @type {HTMLElement | null} */
  #tip = null;

  /** @param {(value: Row, datum: Row | undefined) => [string, any][]} exact Gives the names and values of a mark. */
  constructor(exact) {
    this.#exact = exact;
  }

  /**
   * @param {unknown} _handler
   * @param {MouseEvent} event
   * @param {{ datum?: Row }} item
   * @param {any} value
   */
  show = (_handler, event, item, value) => {
    this.hide();
    if (value === null || value === undefined || value === '') {
      return;
    }
    const lines = typeof value === 'object' ? this.#exact(value, item.datum).map(([name, text]) => `${name}: ${text}`) : [String(value)];
    const tip = this.#tip = document.createElement('div');
    tip.className = 'tip';
    for (const line of lines) {
      const row = document.createElement('div');
      row.textContent = line;
      tip.append(row);
    }
    document.body.append(tip);
    tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 12, innerHeight - tip.offsetHeight - 8)}px`;
  };

  hide() {
    this.#tip?.remove();
    this.#tip = null;
  }
}
