// The whole board: panels where the grid puts them, under a heading that says what this is.
import { ThemeContext, createTheme } from '@grafana/data';
import { GlobalStyles, PanelChrome } from '@grafana/ui';
import { createRoot } from 'react-dom/client';
import { configured } from './fields';
import { framesOf } from './frames';
import type { Drawing, Panel, View } from './model';
import { Content } from './content';
import { transformed } from './transformations';
import { putIn } from './variables';

const COLUMNS = 24;
const CELL = 30;
const GAP = 8;
const HEADING = 56;
const QUIET_MILLISECONDS = 400;
const NOTICE =
  "Preview, drawn from generated data with Grafana's published components; not a screenshot of Grafana";

const theme = createTheme({ colors: { mode: 'dark' } });

type Placed = { panel: Panel; drawing: Drawing };

async function prepared(view: View): Promise<Placed[]> {
  const { dashboard } = view;
  return Promise.all(
    dashboard.panels.map(async (panel) => {
      const { from, to, answers } = view.answers[panel.id] ?? { from: 0, to: 0, answers: [] };
      const frames = await transformed(panel, framesOf(panel, answers));
      const { timezone: timeZone } = dashboard;
      const drawing = {
        panel,
        frames: configured(panel, frames, theme, timeZone, view.chosen),
        from,
        to,
        timeZone,
        regions: view.regions,
        width: 0,
        height: 0,
      };
      return { panel, drawing };
    })
  );
}

function Board({ view, placed }: { view: View; placed: Placed[] }) {
  const rows = Math.max(...placed.map(({ panel }) => panel.gridPos.y + panel.gridPos.h));
  const chosen = Object.entries(view.chosen).map(([name, value]) => `${name}: ${value}`);
  return (
    <main style={{ width: view.width, padding: GAP, boxSizing: 'border-box' }}>
      <header style={{ height: HEADING, color: theme.colors.text.secondary }}>
        <strong style={{ float: 'right', color: theme.colors.warning.text }}>{NOTICE}</strong>
        <h1 style={{ ...theme.typography.h3, margin: 0 }}>{view.dashboard.title}</h1>
        {[view.range, ...chosen].join(' · ')}
      </header>
      <div style={{ position: 'relative', height: rows * (CELL + GAP) }}>
        {placed.map(({ panel, drawing }) => (
          <Placed key={panel.id} panel={panel} drawing={drawing} view={view} />
        ))}
      </div>
    </main>
  );
}

function Placed({ panel, drawing, view }: Placed & { view: View }) {
  const { x, y, w, h } = panel.gridPos;
  const column = (view.width - 2 * GAP - (COLUMNS - 1) * GAP) / COLUMNS;
  const width = w * column + (w - 1) * GAP;
  const height = h * CELL + (h - 1) * GAP;
  const place = { position: 'absolute', left: x * (column + GAP), top: y * (CELL + GAP), width, height } as const;
  const title = putIn(panel.title, view.chosen);
  return (
    <section style={place} data-panel={panel.id} data-kind={panel.type}>
      {panel.type === 'row' ? (
        <h2 style={{ ...theme.typography.h5, margin: 0, lineHeight: `${CELL}px` }}>{title}</h2>
      ) : (
        <PanelChrome title={title} description={panel.description} width={width} height={height} padding="none">
          {(innerWidth, innerHeight) => (
            <div data-content style={{ padding: GAP, height: innerHeight }}>
              <Content {...drawing} width={innerWidth - 2 * GAP} height={innerHeight - 2 * GAP} />
            </div>
          )}
        </PanelChrome>
      )}
    </section>
  );
}

// Components measure themselves and draw again; the picture is taken once nothing changes any more.
function onceQuiet(root: HTMLElement, then: () => void) {
  let timer = setTimeout(done, QUIET_MILLISECONDS);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, QUIET_MILLISECONDS);
  });
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  function done() {
    observer.disconnect();
    then();
  }
}

async function draw() {
  const root = document.getElementById('root')!;
  const view: View = await (await fetch('view.json')).json();
  const placed = await prepared(view);
  await Promise.all([400, 500].map((weight) => document.fonts.load(`${weight} 14px Inter`)));
  createRoot(root).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Board view={view} placed={placed} />
    </ThemeContext.Provider>
  );
  onceQuiet(root, () => (document.body.dataset.drawn = 'true'));
}

void draw();
