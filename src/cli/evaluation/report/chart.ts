/*! Plots are drawn by Apache ECharts (Apache-2.0) on zrender (BSD-3-Clause); their licences are in dist/licences. */
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Html, html } from '../../replay/report/html.ts';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, SVGRenderer]);

/** What a plot shows, for so wide a screen. */
export interface Plot {
  /** What is seen, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly option: (width: number) => EChartsCoreOption;
}

/** For large screens and for small ones: text that is scaled with its picture cannot be read on a phone. */
const WIDTHS = { wide: 720, narrow: 340 } as const;

/** The colours are those of the page, so that they follow the reader from light to dark. */
export const INK = 'var(--ink)';
const SOFT = 'var(--soft)';
const LINE = 'var(--line)';

/** The colour of a series. */
export function colourOf(series: number): string {
  return `var(--c${(series % 6) + 1})`;
}

/** A plot as SVG, drawn here, so that the page needs no script. */
export function drawPlot({ label, height, option }: Plot): Html {
  const draw = (width: number) => {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    chart.setOption({ animation: false, ...option(width) });
    const svg = chart.renderToSVGString().replace(/<style[\s\S]*?<\/style>/g, '');
    chart.dispose();
    return svg.replace(/ (?:ecmeta_\w+|class|xmlns:xlink|version|baseProfile)="[^"]*"/g, '');
  };
  return html`<div class="plot" role="img" aria-label="${label}"><div class="wide">${{ html: draw(WIDTHS.wide) }}</div>
<div class="narrow">${{ html: draw(WIDTHS.narrow) }}</div></div>`;
}

/** What all plots have: room for labels, and a legend where there are several series. */
export function frame(names: readonly string[]): EChartsCoreOption {
  const hasLegend = names.length > 1;
  return {
    textStyle: { color: INK, fontFamily: 'system-ui, sans-serif' },
    color: names.map((_, series) => colourOf(series)),
    grid: {
      left: 8,
      right: 16,
      top: 12,
      bottom: hasLegend ? 12 + 20 * names.length : 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'all',
    },
    ...(hasLegend && {
      legend: {
        bottom: 0,
        left: 0,
        orient: 'vertical',
        itemHeight: 8,
        itemWidth: 16,
        itemGap: 6,
        data: [...names],
        textStyle: { color: INK, fontSize: 12 },
      },
    }),
  };
}

/** An axis in the colours of the page. */
export function axis(more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    axisLine: { lineStyle: { color: LINE } },
    axisTick: { show: false },
    axisLabel: { color: SOFT, fontSize: 12 },
    splitLine: { lineStyle: { color: LINE } },
    nameTextStyle: { color: SOFT, fontSize: 12 },
    nameLocation: 'middle',
    nameGap: 28,
    ...more,
  };
}
