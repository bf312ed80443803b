#include "html/assets.h"

namespace hilo::html {

// Colours of marks are those of M. Okabe and K. Ito, which all eyes tell apart; texts have a
// contrast of at least 4.5.
const std::string_view kStyle = R"CSS(
:root {
  color-scheme: light dark;
  --page: #ffffff; --box: #f5f6f8; --ink: #1b1f24; --soft: #545d68; --line: #cfd5dc; --grid: #e7eaee;
  --mark: #0072b2; --band: #0072b233; --bars: #0072b24d; --apart: #d55e00; --good: #00664a;
  --bad: #a33e00; --bad-box: #fdf0e7; --idle: #cbd0d7; --on-idle: #1b1f24; --stripe: #1b1f2459;
  --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b0508a; --c4: #8a6d00; --c5: #1b1f24;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12151a; --box: #1b2028; --ink: #e8ebef; --soft: #a7b1bc; --line: #424b56; --grid: #272e37;
    --mark: #56b4e9; --band: #56b4e933; --bars: #56b4e94d; --apart: #ff8a3d; --good: #4fd1a5;
    --bad: #ffa366; --bad-box: #2b2019; --idle: #4a535e; --on-idle: #f2f4f6; --stripe: #12151a80;
    --c0: #56b4e9; --c1: #ff8a3d; --c2: #2cc295; --c3: #e29bc6; --c4: #f0e442; --c5: #e8ebef;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0 auto; padding: 0 16px 48px; max-width: 1120px; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
code, .name, .tile dd, td.number { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.defs { position: absolute; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 8px; padding: 4px 12px; background: var(--page); z-index: 3; }
a { color: var(--mark); }
:focus-visible { outline: 3px solid var(--apart); outline-offset: 2px; border-radius: 2px; }

header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 10px; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 0 0 16px; }
h3 { font-size: 16px; margin: 24px 0 6px; }
figcaption h3 { margin: 0; }
p { margin: 0 0 12px; max-width: 78ch; }
.state { display: inline-block; padding: 2px 10px; border: 1px solid; border-radius: 12px; font-weight: 600; font-size: 14px; }
.state.good { color: var(--good); }
.state.bad { color: var(--bad); background: var(--bad-box); }
.command { max-width: none; }
.command code { display: block; padding: 8px 12px; background: var(--box); border-radius: 4px; font-size: 13px; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 0; padding: 0 0 14px; border-bottom: 1px solid var(--line); }
section { padding-top: 32px; }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr)); gap: 12px; margin: 0 0 20px; }
.tiles.wider { grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); }
.tile { padding: 10px 14px; background: var(--box); border-radius: 6px; }
.tile dt { color: var(--soft); font-size: 13px; }
.tile dd { margin: 2px 0 0; font-size: 17px; overflow-wrap: anywhere; }
.callout { padding: 12px 16px; border-left: 4px solid var(--mark); background: var(--box); font-size: 17px; border-radius: 0 6px 6px 0; overflow-wrap: anywhere; }

figure { margin: 24px 0 28px; }
h2 + figure { margin-top: 0; }
figcaption { margin-bottom: 8px; }
figcaption p { color: var(--soft); font-size: 14px; margin: 2px 0 6px; }
.legend { align-content: flex-start; display: flex; flex-wrap: wrap; gap: 2px 18px; list-style: none; margin: 0 0 8px; padding: 0; font-size: 13px; }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend svg { flex: none; }
.plot { padding: 4px 14px 4px var(--left); }
.plot svg { display: block; overflow: visible; }
.plot svg.data { overflow: hidden; }
.plot svg * { pointer-events: none; }
.plot svg .hit { pointer-events: all; fill: transparent; }
.plot .hit.on { fill: var(--ink); fill-opacity: .1; stroke: var(--ink); stroke-width: 1px; vector-effect: non-scaling-stroke; }
.plot text { font-size: 12px; fill: var(--ink); }
.plot text.tick { fill: var(--soft); font-variant-numeric: tabular-nums; }
.plot text.small { font-size: 10px; }
.plot text.panel { font-weight: 600; }
.plot text.axis-title { fill: var(--soft); }
.plot text.label { font: 11px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.grid { stroke: var(--grid); }
.axis { stroke: var(--line); }
.data path, .data line { vector-effect: non-scaling-stroke; }
.line { fill: none; stroke: var(--mark); stroke-width: 1.5px; stroke-linejoin: round; }
.dots { fill: none; stroke: var(--mark); stroke-width: 3.5px; stroke-linecap: round; }
.bars { fill: none; stroke: var(--bars); stroke-width: 1.5px; }
.band { fill: var(--band); }
.range { fill: var(--bars); }
.columns { fill: var(--mark); stroke: var(--page); stroke-width: 1px; }
.limit { fill: none; stroke: var(--soft); stroke-width: 1px; stroke-dasharray: 6 4; }
.median { fill: none; stroke: var(--soft); stroke-width: 1px; }
.apart { fill: var(--apart); stroke: var(--page); stroke-width: 1px; }
.apart-dots { fill: none; stroke: var(--apart); stroke-width: 5px; stroke-linecap: square; }
.apart-line { fill: none; stroke: var(--apart); stroke-width: 2px; }

.series { fill: none; stroke-width: 2px; stroke-linejoin: round; }
.whiskers { fill: none; stroke-width: 1px; }
.reference { fill: none; stroke: var(--soft); stroke-width: 1.5px; }
.r0 { stroke-dasharray: 2 4; } .r1 { stroke-dasharray: 8 4; } .r2 { stroke-dasharray: 8 3 2 3; }
.c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); } .c5 { stroke: var(--c5); }
.m0 { fill: var(--c0); } .m1 { fill: var(--c1); } .m2 { fill: var(--c2); } .m3 { fill: var(--c3); } .m4 { fill: var(--c4); } .m5 { fill: none; stroke: var(--c5); stroke-width: 2px; }
.m0, .m1, .m2, .m3, .m4 { stroke: var(--page); stroke-width: 1px; }

.table { overflow: auto; margin: 0 0 12px; max-height: 640px; max-width: 100%; }
table { border-collapse: collapse; font-size: 13.5px; }
caption { text-align: left; font-weight: 600; padding: 4px 0 6px; white-space: nowrap; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); border-bottom-color: var(--line); white-space: nowrap; }
th.number, td.number { text-align: right; white-space: nowrap; }
tbody .name { overflow-wrap: anywhere; min-width: 14em; font-size: 13px; }
tbody .text { min-width: 10em; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline dotted; }
th[aria-sort=ascending] button::after { content: " \2191"; }
th[aria-sort=descending] button::after { content: " \2193"; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 0 32px; }
.pair figure { display: grid; grid-template-rows: subgrid; grid-row: span 3; min-width: 0; margin-top: 0; }
.side { display: flex; flex-wrap: wrap; gap: 12px 48px; align-items: flex-start; }
.more { color: var(--soft); }
summary { cursor: pointer; color: var(--mark); padding: 4px 0; width: fit-content; }

#tip { position: fixed; z-index: 2; max-width: min(480px, calc(100vw - 16px)); padding: 6px 10px; background: var(--ink); color: var(--page); font-size: 13px; line-height: 1.4; white-space: pre-line; overflow-wrap: anywhere; border-radius: 4px; pointer-events: none; }
#spoken { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }

.s0 { fill: #cc79a7; } .s1 { fill: #e69f00; } .s2 { fill: #0072b2; } .s3 { fill: #f0e442; }
.s4 { fill: #009e73; } .s5 { fill: #56b4e9; } .s6 { fill: #d55e00; } .s7 { fill: var(--idle); }
.bar { stroke: var(--page); stroke-width: 1px; }
.rate { fill: var(--idle); }
.failed { stroke: var(--bad); stroke-width: 2px; }
.plot text.failed { stroke: none; fill: var(--bad); }
.rate.reached { fill: var(--mark); }
.stripe { fill: var(--stripe); }
.striped { fill: url(#stripes); }
.plot text.in-bar { fill: #14171a; }
.plot text.in-bar.s2 { fill: #ffffff; }
.plot text.in-bar.s7 { fill: var(--on-idle); }

@media (max-width: 759px) {
  .wide { display: none; }
  body { font-size: 14.5px; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 12px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip, #tip { display: none; }
  .table { max-height: none; overflow: visible; }
  table, tbody .name { font-size: 10.5px; }
  th, td { padding-right: 8px; }
  tbody .name, tbody .text { min-width: 0; }
  th button { text-decoration: none; }
  figure, .tile, .callout, tr { break-inside: avoid; }
  h2, h3, figcaption, caption, thead { break-after: avoid; }
  a { color: inherit; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
)CSS";

}  // namespace hilo::html
