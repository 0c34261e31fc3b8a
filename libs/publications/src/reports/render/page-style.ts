/** Looks of a report that stands as a file of its own: light and dark, both directions, on paper too. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#17212b;--soft:#4a5661;--hair:#aab3ae;--pen:#1d409f;--wash:#e4eaf6;--page:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebe9;--soft:#b3bdb8;--hair:#4f5a57;--pen:#9db8ff;--wash:#1c2740;--page:#12181d}}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif}
main{max-width:62rem;margin-inline:auto;padding:1.5rem 1rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:.2em 0 .6em}h2{color:var(--pen);margin-block:2.2em .5em}h3{margin-block:1.8em .4em}
.kicker{color:var(--pen);font-weight:700;margin:0}.lede{font-size:1.15rem}.soft{color:var(--soft)}.small{font-size:.9rem}.report-strong{font-weight:700}.notice{border:2px solid;padding:.5rem .75rem}
.report-line{display:block}.report-more{color:var(--soft);font-size:.9em}.report-list>li{margin-block:.4em}
table{border-collapse:collapse;inline-size:100%;margin-block:1rem}caption{text-align:start;font-weight:700;padding-block:.3rem}
th,td{text-align:start;vertical-align:top;padding:.4rem .5rem;border-block-end:1px solid var(--hair)}thead th{background:var(--wash)}.figure{text-align:end;font-variant-numeric:tabular-nums}
tfoot{font-weight:700}.report-facts th{inline-size:26%}
.report-bar{display:grid;grid-template-columns:minmax(6rem,14rem) 1fr minmax(4rem,9rem);gap:.6rem;align-items:center;margin-block:.3rem}.report-bar svg{inline-size:100%;block-size:.8rem}[dir=rtl] .report-bar svg{transform:scaleX(-1)}.chart-bar{fill:var(--pen)}
@media (max-width:40rem){.stacked thead{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden}.stacked,.stacked tbody,.stacked tfoot,.stacked tr,.stacked th,.stacked td{display:block}.stacked td{border:0;text-align:start}.stacked td::before{content:attr(data-label);display:block;color:var(--soft);font-size:.8rem}.stacked tr{border-block-end:1px solid var(--hair)}}
@media print{main{max-width:none}tr{break-inside:avoid}}`.trim();
