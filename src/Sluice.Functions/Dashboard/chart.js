// Draws Vega-Lite specifications. The interpreter takes the place of compiled expressions, which the page's policy does not allow.

import { parse, View, Warn } from 'vega';
import { compile } from 'vega-lite';
import { expressionInterpreter } from 'vega-interpreter';

const dark = matchMedia('(prefers-color-scheme: dark)');

function config() {
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(name).trim();
  const axis = { labelColor: color('--soft'), titleColor: color('--text'), gridColor: color('--line'), domainColor: color('--line'), tickColor: color('--line') };
  return {
    background: 'transparent',
    font: 'system-ui, sans-serif',
    axis,
    legend: { labelColor: color('--soft'), titleColor: color('--text'), orient: 'bottom', columns: 4 },
    view: { stroke: null },
    mark: { color: color('--accent') },
    range: { category: dark.matches
      ? ['#4fc3d9', '#ffb454', '#a78bfa', '#6fd08c', '#ff8a80', '#f6d55c', '#7aa2f7', '#e58fd0', '#9ccc65', '#b0bec5']
      : ['#0b6e82', '#c2570c', '#6741d9', '#2b8a3e', '#c92a2a', '#a67c00', '#1c7ed6', '#a61e8d', '#5c940d', '#5f6b76'] },
  };
}

/** Draws rows, and draws them anew when the theme or the width changes. Returns what ends that. */
export async function draw(place, chart, rows, label) {
  let view = null;
  let width = 0;
  async function render() {
    width = place.clientWidth;
    const specification = {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      width: Math.max(160, width - 10),
      height: 240,
      autosize: { type: 'fit', contains: 'padding' },
      ...chart,
      data: { name: 'rows', values: rows },
    };
    const compiled = compile(specification, { config: config() }).spec;
    view?.finalize();
    view = new View(parse(compiled, null, { ast: true }), {
      renderer: 'canvas', container: place, hover: true, logLevel: Warn, expr: expressionInterpreter, tooltip,
    });
    await view.runAsync();
    place.view = view;
    const canvas = place.querySelector('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  }
  await render();
  const resized = new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - width) > 8) {
      render();
    }
  });
  resized.observe(place);
  dark.addEventListener('change', render);
  return () => {
    resized.disconnect();
    dark.removeEventListener('change', render);
    view?.finalize();
  };
}

let tip = null;

function tooltip(handler, event, item, value) {
  tip?.remove();
  tip = null;
  if (value === null || value === undefined || value === '') {
    return;
  }
  tip = document.createElement('div');
  tip.className = 'tip';
  const lines = typeof value === 'object' ? Object.entries(value).map(([name, v]) => `${name}: ${v}`) : [String(value)];
  for (const line of lines) {
    const row = document.createElement('div');
    row.textContent = line;
    tip.append(row);
  }
  document.body.append(tip);
  tip.style.left = `${Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 12, innerHeight - tip.offsetHeight - 8)}px`;
}
