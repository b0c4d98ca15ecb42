/**
 * The style sheet of a report: one column, one ink, space before lines.
 *
 * @module
 */
import { themeDeclarations } from "@/lib/chart/theme.ts";

/** Plain CSS; nothing of a report ever goes into it. */
export const REPORT_STYLE = `
:root{${themeDeclarations("light")};--good:#1d6b3a;--bad:#b3261e;--warn:#8a5a00;--hair:#d9d4ca;
color-scheme:light dark;
font:16px/26px "Source Sans 3","Source Sans Pro",Seravek,"Segoe UI","Noto Sans",Ubuntu,system-ui,sans-serif;
font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
@media screen and (prefers-color-scheme:dark){:root{${
  themeDeclarations("dark")
};--good:#7fd19b;--bad:#ff8a80;--warn:#e2b55c;--hair:#3a3937}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;background:var(--chart-paper);color:var(--chart-ink)}
main{max-width:968px;margin:0 auto;padding:64px 24px 96px}
h1,h2,h3,h4,h5,p,ul,ol,dl,figure,blockquote,pre{margin:0}
a{color:var(--chart-accent);text-underline-offset:3px;text-decoration-thickness:1px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible,pre:focus-visible{outline:2px solid var(--chart-accent);outline-offset:2px}
code,pre{font:13px/20px ui-monospace,"Cascadia Code","Source Code Pro",Menlo,Consolas,"DejaVu Sans Mono",monospace}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.masthead{margin-bottom:40px}
.masthead h1{font-size:34px;line-height:40px;font-weight:650;letter-spacing:-.012em;max-width:26em;text-wrap:balance}
.masthead p{margin-top:8px;color:var(--chart-muted)}
.terms{display:flex;flex-wrap:wrap;gap:4px 40px;margin-top:16px;font-size:14px;line-height:22px}
.terms dt{color:var(--chart-muted)}
.terms dd{margin:0}

.summary{margin-bottom:64px}
.summary .text{font-size:20px;line-height:32px;max-width:36em}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:40px 24px;margin:40px 0}
.number{display:grid;grid-row:span 4;grid-template-rows:subgrid;row-gap:0;align-items:end}
.number .name{font-size:14px;line-height:20px;color:var(--chart-muted)}
.number .value{font-size:34px;line-height:44px;font-weight:600;letter-spacing:-.015em}
.number .change{font-size:14px;line-height:20px;color:var(--chart-muted);margin-bottom:12px}
.number .change strong{color:var(--chart-ink);font-weight:600}
.number .change .good{color:var(--good)}
.number .change .bad{color:var(--bad)}
.spark{display:block;overflow:visible;max-width:100%}

.prose,.text,.answer,.problems{max-width:min(72ch,660px)}
.prose,.text{hanging-punctuation:first}
.prose{margin:64px 0 24px}
.prose>*+*,.text>*+*{margin-top:16px}
.prose h2,main>section>h2,footer h2{font-size:26px;line-height:32px;font-weight:650;letter-spacing:-.008em}
.prose *+h2{margin-top:64px}
.prose h3{font-size:20px;line-height:28px;font-weight:650}
.prose *+h3,.prose *+h4,.prose *+h5{margin-top:40px}
.prose h4,.prose h5{font-size:16px;line-height:26px;font-weight:650}
.prose :is(h2,h3,h4,h5)+*{margin-top:8px}
.prose ul,.prose ol{padding-left:24px}
.prose li+li{margin-top:4px}
.prose blockquote{padding-left:20px;border-left:2px solid var(--hair);color:var(--chart-muted)}
.prose pre{overflow-x:auto;padding:12px 0}
.prose hr{border:0;border-top:1px solid var(--hair);margin:40px 0}
.prose :not(pre)>code,.text code{font-size:.86em}

.cell{margin:40px 0 64px;scroll-margin-top:16px}
.cell>*+*{margin-top:24px}
.caption{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 16px;border-top:1px solid var(--hair);padding-top:8px;font-size:13px;line-height:20px;color:var(--chart-muted)}
.caption h2{min-width:0;font-size:13px;line-height:20px;font-weight:600;color:var(--chart-ink)}
.caption .kind{font-weight:400;color:var(--chart-muted)}
.caption ul{display:flex;flex-wrap:wrap;gap:0 16px;margin-left:auto;padding:0;list-style:none}
.caption code{font-size:12px}
.failed>.caption{border-top-color:var(--bad)}
.failed>.caption .state{color:var(--bad);font-weight:600}
.warned>.caption .state,.stale>.caption .state{color:var(--warn);font-weight:600}
.source{color:inherit;text-decoration-color:var(--chart-faint)}

.answer{font-size:20px;line-height:28px;text-wrap:pretty}
.title{font-size:16px;font-weight:600}
figure>.answer,figure>.title{margin-bottom:16px}
figure>.narrow{display:none}
.halves{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px}
.halves>figure{display:grid;grid-row:span 3;grid-template-rows:subgrid;row-gap:0}
.halves>figure>.answer{font-size:16px;line-height:26px}
@media (max-width:900px){.halves{grid-template-columns:minmax(0,448px)}}
.chart{display:block;width:100%;height:auto;font-family:inherit;overflow:visible}
details{margin-top:8px}
summary{display:inline-block;font-size:13px;line-height:20px;color:var(--chart-muted);cursor:pointer;padding:4px 0}
summary::before{content:"+";display:inline-block;width:14px}
details[open]>summary::before{content:"−"}
summary::-webkit-details-marker{display:none}
details>.table{margin-top:8px}
details .scroll{max-height:420px}
.details{margin-top:24px}
.details>*+*{margin-top:16px}
.badge{display:inline-block;min-width:20px;margin-right:8px;padding:0 4px;border:1px solid currentColor;border-radius:4px;font-weight:700;text-align:center}
.panel ol{list-style:none;padding:0;font-size:13px;line-height:20px}
.panel li{padding:8px 0;border-top:1px solid var(--hair)}
.panel .when{font-weight:600}
.panel dl{display:flex;flex-wrap:wrap;gap:0 16px}
.panel dl>div{display:flex;gap:6px}
.panel dt{color:var(--chart-muted)}
.flag-segments p{color:var(--chart-muted)}
.flag-segments ul{list-style:none;padding:0;max-width:256px}
.panel .flag-segments li{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:12px;padding:2px 0;border:0}
.flag-segments svg{flex:0 0 100%;width:100%}
.flag-segments .rise{fill:var(--chart-accent)}
.flag-segments .fall{fill:var(--chart-series-2)}
.flag-segments .middle{stroke:var(--chart-faint)}

.scroll{overflow:auto;overscroll-behavior-inline:contain}
table{border-collapse:collapse;font-size:14px;line-height:20px}
th,td{padding:5px 28px 5px 0;text-align:left;vertical-align:top;white-space:nowrap}
th:last-child,td:last-child{padding-right:4px}
[data-align="right"]{text-align:right;font-variant-numeric:tabular-nums}
[data-align="center"]{text-align:center}
.prose td{white-space:normal}
td.words{max-width:48ch;overflow:hidden;text-overflow:ellipsis}
th{position:sticky;top:0;background:var(--chart-paper);font-weight:600;box-shadow:inset 0 -1px var(--chart-faint);vertical-align:bottom}
th .unit{font-weight:400;color:var(--chart-muted)}
.figure{text-align:right}
.nothing{color:var(--chart-faint)}
.note,.table>.title{font-size:13px;line-height:20px;color:var(--chart-muted)}
.note{margin-top:8px}
.table>.title{font-size:16px;line-height:26px;color:var(--chart-ink);margin-bottom:8px}

section>h2+.problems{margin-top:16px}
.problems{list-style:none;padding:0}
.problems li+li{margin-top:20px}
.problems .error strong{color:var(--bad)}
.problems .warning strong{color:var(--warn)}
.problems .place{font-size:13px;line-height:20px;color:var(--chart-muted)}
.problems .place code{margin-left:8px}

footer{margin-top:96px;border-top:1px solid var(--hair);padding-top:16px}
footer h2{font-size:16px!important;line-height:26px!important}
footer .terms{display:grid;gap:4px;font-size:13px;line-height:20px}
footer .terms>div{display:grid;grid-template-columns:160px 1fr;gap:0 16px}

@media (max-width:640px){
main{padding:32px 20px 64px}
.masthead h1{font-size:26px;line-height:32px}
.summary .text{font-size:18px;line-height:28px}
.numbers{grid-template-columns:1fr;gap:24px}
.number{grid-row:auto;grid-template-rows:none;grid-template-columns:1fr auto;column-gap:16px}
.number>*{grid-column:1}
.number>div{grid-column:2;grid-row:1/4;align-self:center}
.number .change{margin-bottom:0}
.spark{width:112px}
figure>.wide{display:none}
figure>.narrow{display:block}
.caption ul{margin-left:0;width:100%}
summary{padding:12px 0}
footer .terms>div{grid-template-columns:1fr}
}
@media print{
@page{size:A4;margin:18mm 16mm 20mm}
:root{--chart-paper:#fff;font-size:10.5pt;line-height:16pt}
main{max-width:none;padding:0}
figure>.wide{display:block!important}
figure>.narrow{display:none!important}
details:not([open]):not(.details){display:none}
.scroll,details .scroll{overflow:visible;max-height:none}
.cell,.prose{margin-top:28px;margin-bottom:28px}
.numbers{grid-template-columns:repeat(3,1fr);gap:24px;margin:24px 0}
.number .value{font-size:24px;line-height:32px}
.summary{margin-bottom:32px}
.caption,h2,h3,h4,h5,figcaption,.table>.title{break-after:avoid}
figure:not(:has(details[open])),figure>.wide,.number,tr,.problems li{break-inside:avoid}
thead{display:table-header-group}
th{position:static}
td.words{white-space:normal}
th{box-shadow:none;border-bottom:1px solid var(--chart-faint)}
p{orphans:3;widows:3}
a{color:inherit}
.details:not([open])>summary::before{display:none}
.prose a[href^="http"]::after{content:" (" attr(href) ")";overflow-wrap:anywhere;color:var(--chart-muted)}
footer{margin-top:32px;break-inside:avoid}
}
`.trim();
