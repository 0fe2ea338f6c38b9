/** @module How every report page looks: on screen, in the dark, on paper. */

/** Colors meet 4.5:1 on their ground in both schemes; nothing is told by color alone. */
export const BASE_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --ground: #ffffff; --panel: #f4f6f8; --line: #d0d7de; --link: #0a58ca; --good: #116329; --bad: #b3161b; --mid: #7a4b00; --mark: #fff3bf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a3adb8; --ground: #14171b; --panel: #1d2228; --line: #3a424c; --link: #7db4ff; --good: #6fd08c; --bad: #ff8f8a; --mid: #f0c36b; --mark: #4a3f10; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .35rem; }
p { margin: .35rem 0; max-width: 70ch; }
.soft, caption, figcaption, dt { color: var(--soft); }
code { font: .9em ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0; padding: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding-bottom: .35rem; }
th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th.n, td.n { text-align: end; white-space: nowrap; }
thead th { font-weight: 600; color: var(--soft); }
tbody th { font-weight: 500; }
tbody th code { overflow-wrap: normal; }
code.line { white-space: nowrap; }
caption { min-width: 16rem; }
td.wide { min-width: 16rem; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .55rem; font-size: .82rem; white-space: nowrap; }
.pass { color: var(--good); } .fail { color: var(--bad); } .inconclusive { color: var(--mid); }
.verdict { font-size: 1.05rem; font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; flex: 1 1 24rem; max-width: 34rem; }
svg { display: block; width: 100%; height: auto; color: var(--ink); }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .ideal { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 4; fill: none; }
svg .curve { stroke: var(--link); stroke-width: 2.5; fill: none; }
svg .dot { fill: var(--link); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .5rem 0; }
dd { margin: 0; overflow-wrap: anywhere; }
blockquote { margin: .35rem 0; padding: .1rem .8rem; border-inline-start: 3px solid var(--line); overflow-wrap: anywhere; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; font-size: .9rem; }
@media print {
  :root { --ink: #000; --soft: #333; --ground: #fff; --panel: #fff; --line: #999; --link: #000; --good: #000; --bad: #000; --mid: #000; --mark: #eee; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip { display: none; }
  .scroll { overflow: visible; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
`;
