"""The fixed parts of 作战图.html: markup without content, style, and the script that fills the page from its data.

The script writes texts with textContent only; nothing of the data ever becomes markup or code.
"""

from __future__ import annotations

BODY = """<a class="skip" href="#board">跳到作战图</a>
<header>
<h1 id="title"></h1>
<p id="particulars"></p>
<div id="tiles" role="group" aria-label="按亮灯筛选"></div>
</header>
<form id="filters" aria-label="筛选">
<label>分组<select id="by"><option value="unit">按牵头单位</option><option value="leader">按分管领导</option></select></label>
<label>牵头单位<select id="unit"></select></label>
<label>分管领导<select id="leader"></select></label>
<label>亮灯<select id="light"></select></label>
<label>整改类型<select id="type"></select></label>
<label>找文字<input id="word" type="search" autocomplete="off" placeholder="编号、措施、问题"></label>
<label class="tick"><input id="moved" type="checkbox">只看本周有变化的</label>
<button type="reset">全部显示</button>
<button type="button" id="big" aria-pressed="false">大屏</button>
</form>
<p id="count" role="status" aria-live="polite"></p>
<main id="board" tabindex="-1"><noscript>这一页需要浏览器允许运行网页自带的脚本；也可以打开同一文件夹里的 作战图.xlsx。</noscript></main>
<footer><ul id="legend" aria-label="图例"></ul>
<p>条形从挂号到最后期限，红竖线是今天，蓝框是本周有变化。点措施看它的经过；上下方向键在措施之间移动，Esc 关闭。</p></footer>
<dialog id="card" aria-labelledby="card-title"><div id="card-body"></div><p class="end"><button type="button" id="shut">关闭</button></p></dialog>"""

STYLE = """
:root{--ink:#1f2933;--rule:#d5dae0;--soft:#f3f5f8;--today:#c00000;--red:#e06666;--yellow:#f6c244;--green:#77bc65;--blue:#6fa8dc;--grey:#b7b7b7;--white:#e8eaed;font-size:15px}
*{box-sizing:border-box}
body{margin:0;padding:1rem 1.2rem 2rem;color:var(--ink);background:#fff;font-family:"微软雅黑","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Micro Hei",sans-serif;line-height:1.5}
body.big{font-size:1.45rem}
h1{font-size:1.7em;margin:0 0 .2em}
p{margin:.3em 0}
.skip{position:absolute;left:-999em}.skip:focus{left:1em;top:.5em;background:#fff;padding:.5em;z-index:9}
#tiles{display:flex;flex-wrap:wrap;gap:.6em;margin:.7em 0}
#tiles button{border:2px solid transparent;border-radius:.5em;padding:.35em .9em;font:inherit;text-align:left;cursor:pointer;color:#16191d;min-width:6.5em}
#tiles button b{display:block;font-size:1.7em;line-height:1.1}
#tiles button[aria-pressed=true]{border-color:var(--ink)}
#filters{display:flex;flex-wrap:wrap;gap:.6em .9em;align-items:end;padding:.7em;background:var(--soft);border-radius:.5em}
#filters label{display:flex;flex-direction:column;font-size:.9em;gap:.15em}
#filters label.tick{flex-direction:row;align-items:center;gap:.4em}
select,input[type=search],#filters button,dialog button{font:inherit;padding:.35em .5em;border:1px solid #8a94a0;border-radius:.35em;background:#fff;color:inherit;max-width:16em}
#filters button,dialog button{cursor:pointer}
#big[aria-pressed=true]{background:var(--ink);color:#fff}
:focus-visible{outline:3px solid #0b5394;outline-offset:1px}
table{border-collapse:collapse;width:100%;table-layout:fixed;margin-top:.4em}
th,td{border:1px solid var(--rule);padding:.25em .45em;text-align:left;vertical-align:middle;font-weight:400;overflow-wrap:anywhere}
thead th{background:#dce6f1;font-weight:600;position:sticky;top:0;z-index:2}
col.c1{width:27%}col.c2{width:9%}col.c3{width:6.5%}col.c4{width:9%}col.c5{width:7.5%}
tbody th.band{background:#e9eef5;font-weight:600}
tr.moved>th,tr.moved>td{border-top:2px solid #1f4e9e;border-bottom:2px solid #1f4e9e}
.open{display:block;width:100%;border:0;background:none;font:inherit;color:inherit;text-align:left;cursor:pointer;padding:0}
.open b{color:#0b5394;margin-right:.4em}
.open:hover span{text-decoration:underline}
.note{color:#1f4e9e;font-size:.85em;display:block}
.lamp{display:inline-block;border-radius:.3em;padding:0 .4em;font-weight:600}
.flag{display:inline-block;border-radius:.2em;padding:0 .35em;margin-left:.25em;color:#fff;font-size:.85em}
.flag.done{background:#b81f1f}.flag.late{background:#1a1a1a}
.months{display:flex;padding:0!important}
.months span{text-align:center;border-left:1px solid var(--rule);font-size:.8em;white-space:nowrap;overflow:hidden}
.time{padding:0!important}
.track{position:relative;height:2em;background:linear-gradient(var(--today),var(--today)) var(--now) 0/3px 100% no-repeat,repeating-linear-gradient(90deg,var(--rule) 0 1px,transparent 1px var(--step))}
.bar{position:absolute;top:.4em;bottom:.4em;border-radius:.25em;min-width:.3em;mix-blend-mode:multiply}
.due{position:absolute;top:.35em;font-size:.78em;line-height:1.6em;white-space:nowrap}
.l0{background:var(--red)}.l1{background:var(--yellow)}.l2{background:var(--green)}.l3{background:var(--blue)}.l4{background:var(--grey)}.l5{background:var(--white)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.none{padding:2em;text-align:center;background:var(--soft)}
#legend{display:flex;flex-wrap:wrap;gap:.4em 1em;list-style:none;padding:0;margin:.8em 0 .2em}
#legend i{display:inline-block;width:2em;height:.9em;border-radius:.2em;margin-right:.35em;vertical-align:-.05em}
dialog{border:1px solid #8a94a0;border-radius:.6em;max-width:54em;width:92vw;max-height:88vh;overflow:auto;padding:1.2em 1.4em;font-size:1em;color:inherit}
dialog::backdrop{background:rgba(20,25,32,.45)}
dialog h2{margin:0 0 .4em;font-size:1.25em}
dialog dl{display:grid;grid-template-columns:9em 1fr;gap:.25em .8em;margin:.6em 0}
dialog dt{color:#55606c}dialog dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
dialog ol{padding-left:1.4em;margin:.3em 0}dialog li{margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere}
dialog li time{color:#55606c;margin-right:.6em}
.end{text-align:right}
@media (max-width:760px){
body{padding:.7rem}#filters label{flex:1 1 45%}select,input[type=search]{max-width:none;width:100%}
table,tbody,tr,th,td{display:block;width:100%}thead,colgroup{display:none}
tbody tr.item{border:1px solid var(--rule);border-radius:.4em;margin:.4em 0;padding:.3em .5em}
tr.item.moved{border:2px solid #1f4e9e}
tr.item>th,tr.item>td,tr.item.moved>th,tr.item.moved>td{border:0;padding:.1em 0}
tr.item>td[data-name]::before{content:attr(data-name) "：";color:#55606c}
dialog dl{grid-template-columns:1fr}dialog dt{margin-top:.4em}
}
@media print{#filters,.skip,#tiles,#big{display:none}thead th{position:static}body{padding:0}}
"""

SCRIPT = """
"use strict";
const D=JSON.parse(document.getElementById("data").textContent);
for(const i of D.items)i.more=i.more.map(k=>D.texts[k]);
const $=id=>document.getElementById(id);
const el=(tag,cls,text)=>{const e=document.createElement(tag);if(cls)e.className=cls;if(text!==undefined)e.textContent=text;return e};
const N=D.columns.length,TEN="上中下";
const ten=c=>D.columns[c][0]+"年"+D.columns[c][1]+"月"+TEN[D.columns[c][2]-1]+"旬";
const LAMP=[["#fbc5c5","#8e1414"],["#ffe59a","#6b4200"],["#d5ebd3","#1c5a23"],["#d3e5f7","#123f6b"],["#e3e3e3","#444444"],["#ffffff","#444444"]];
$("title").textContent=D.title;
$("particulars").textContent=D.particulars;
const count=D.lights.map((_,k)=>D.items.filter(i=>i.light===k).length);
function fill(id,names,all){const s=$(id);const first=el("option","",all);first.value="";s.append(first);
  for(const [value,text] of names){const o=el("option","",text);o.value=value;s.append(o)}}
const named=key=>[...new Set(D.items.flatMap(i=>i[key].split(/[、,，;；\\/\\s]+/)).filter(Boolean))];
const inOrder=(names,groups)=>{const place=new Map(groups.map((g,k)=>[g.name,k]));
  return names.map(n=>[n,n]).sort((a,b)=>(place.get(a[0])??999)-(place.get(b[0])??999))};
fill("unit",inOrder(named("unit"),D.groups.unit),"全部单位");
fill("leader",inOrder(named("leader"),D.groups.leader),"全部领导");
fill("type",[...new Set(D.items.map(i=>i.type))].map(t=>[t,t]),"全部类型");
fill("light",D.lights.map((l,k)=>[String(k),l[0]+"（"+count[k]+"）"]),"全部亮灯");
const tiles=[];
D.lights.forEach((l,k)=>{const b=el("button","l"+k);b.type="button";b.append(el("b","",String(count[k])),document.createTextNode(l[1]+" "+l[0]));
  b.setAttribute("aria-pressed","false");
  b.addEventListener("click",()=>{$("light").value=$("light").value===String(k)?"":String(k);draw()});
  tiles.push(b);$("tiles").append(b);
  const li=el("li");li.append(el("i","l"+k),document.createTextNode(l[1]+"："+l[0]));$("legend").append(li)});
for(const [cls,text] of [["flag done","红旗：已销号"],["flag late","黑旗：超期"]]){const li=el("li");li.append(el("span",cls,text));$("legend").append(li)}
function names(text){return text.split(/[、,，;；\\/\\s]+/)}
function wanted(i){const unit=$("unit").value,leader=$("leader").value,light=$("light").value,type=$("type").value;
  const word=$("word").value.trim().toLowerCase();
  if(unit&&!names(i.unit).includes(unit))return false;
  if(leader&&!names(i.leader).includes(leader))return false;
  if(light&&String(i.light)!==light)return false;
  if(type&&i.type!==type)return false;
  if($("moved").checked&&!i.moved)return false;
  return !word||[i.no,i.measure,i.unit,i.leader,...i.more].some(t=>t.toLowerCase().includes(word))}
function head(){const t=el("thead"),r=el("tr");
  for(const name of ["措施","牵头单位","分管领导","整改时限","亮灯"]){const h=el("th","",name);h.scope="col";r.append(h)}
  const h=el("th","time");h.scope="col";const m=el("div","months");
  for(let c=0;c<N;){let n=1;while(c+n<N&&D.columns[c+n][1]===D.columns[c][1])n++;
    const s=el("span","",(n>1||N<12?D.columns[c][1]+"月":""));s.style.width=100*n/N+"%";s.title=D.columns[c][0]+"年"+D.columns[c][1]+"月";m.append(s);c+=n}
  h.append(el("span","sr","时间"),m);r.append(h);t.append(r);return t}
function rowOf(i,at){const r=el("tr",i.moved?"item moved":"item");
  const h=el("th");h.scope="row";const b=el("button","open");b.type="button";b.dataset.at=at;
  b.append(el("b","",i.no),el("span","",i.measure.length>70?i.measure.slice(0,69)+"…":i.measure));
  if(i.moved)b.append(el("span","note","本周："+i.moved));
  h.append(b);r.append(h);
  for(const [name,text] of [["牵头单位",i.unit],["分管领导",i.leader],["整改时限",i.deadline]]){const d=el("td","",text);d.dataset.name=name;r.append(d)}
  const d=el("td");d.dataset.name="亮灯";const lamp=el("span","lamp",i.lamp);lamp.style.background=LAMP[i.light][0];lamp.style.color=LAMP[i.light][1];d.append(lamp);
  if(i.flag)d.append(el("span","flag "+(i.flag==="红旗"?"done":"late"),i.flag));
  r.append(d);
  const t=el("td","time"),k=el("div","track"),bar=el("div","bar l"+i.light);
  bar.style.left=100*i.bar[0]/N+"%";bar.style.width=100*(i.bar[1]-i.bar[0]+1)/N+"%";
  k.append(bar,el("span","sr",ten(i.bar[0])+"至"+ten(i.bar[1])));
  if(i.due){const due=el("span","due",i.due.replace(/^\\d+年/,""));const p=100*(i.bar[2]+1)/N;
    if(p>82){due.style.right=100-p+"%"}else{due.style.left="calc("+p+"% + .2em)"}k.append(due)}
  t.append(k);r.append(t);return r}
function draw(){let shown=0;const by=$("by").value,seen=new Set();
  const table=el("table");table.append(el("caption","sr","作战图，"+($("by").selectedOptions[0].textContent)));
  const cols=el("colgroup");for(let c=1;c<7;c++)cols.append(el("col","c"+c));table.append(cols,head());
  for(const g of D.groups[by]){const items=g.items.filter(at=>wanted(D.items[at]));if(!items.length)continue;
    const body=el("tbody"),r=el("tr"),h=el("th","band",g.name+"　"+g.words+(items.length<g.items.length?"（显示"+items.length+"条）":""));
    h.colSpan=6;h.scope="rowgroup";r.append(h);body.append(r);
    for(const at of items){body.append(rowOf(D.items[at],at));seen.add(at)}table.append(body)}
  shown=seen.size;
  $("board").replaceChildren(shown?table:el("p","none","没有符合条件的措施，请放宽筛选。"));
  $("count").textContent="显示"+shown+"条，共"+D.items.length+"条。";
  tiles.forEach((b,k)=>b.setAttribute("aria-pressed",String($("light").value===String(k))))}
function card(at){const i=D.items[at],box=$("card-body");box.replaceChildren();
  const title=el("h2","",i.no+"　"+i.measure);title.id="card-title";box.append(title);
  const lamp=el("span","lamp",i.lamp);lamp.style.background=LAMP[i.light][0];lamp.style.color=LAMP[i.light][1];
  const p=el("p");p.append(lamp);if(i.flag)p.append(el("span","flag "+(i.flag==="红旗"?"done":"late"),i.flag));
  if(i.moved)p.append(el("span","note","本周："+i.moved));box.append(p);
  const dl=el("dl");const add=(name,text)=>{if(text){dl.append(el("dt","",name),el("dd","",text))}};
  add("牵头单位",i.unit);add("分管领导",i.leader);add("整改类型",i.type);add("整改时限",i.deadline+(i.due?"（最后期限"+i.due+"）":""));add("状态",i.state);
  D.fields.forEach((name,k)=>add(name,i.more[k]));add("总台账",'第'+i.row+"行");box.append(dl);
  box.append(el("h3","","经过"));
  if(i.life.length){const ol=el("ol");for(const [when,words] of i.life){const li=el("li");li.append(el("time","",when),document.createTextNode(words));ol.append(li)}box.append(ol)}
  else box.append(el("p","",D.cut?"":"还没有记录。"));
  if(D.cut)box.append(el("p","note","这里只列最近的几条，全部经过见总台账的“办理记录”。"));
  $("card").showModal();$("card").scrollTop=0;$("shut").focus()}
$("board").addEventListener("click",e=>{const b=e.target.closest(".open");if(b)card(Number(b.dataset.at))});
$("board").addEventListener("keydown",e=>{if(e.key!=="ArrowDown"&&e.key!=="ArrowUp")return;const b=e.target.closest(".open");if(!b)return;
  const all=[...document.querySelectorAll(".open")],to=all[all.indexOf(b)+(e.key==="ArrowDown"?1:-1)];if(to){to.focus();e.preventDefault()}});
$("shut").addEventListener("click",()=>$("card").close());
$("card").addEventListener("click",e=>{if(e.target===$("card"))$("card").close()});
$("filters").addEventListener("submit",e=>e.preventDefault());
$("filters").addEventListener("input",draw);
$("filters").addEventListener("reset",()=>setTimeout(draw,0));
$("big").addEventListener("click",()=>{const on=document.body.classList.toggle("big");$("big").setAttribute("aria-pressed",String(on));
  if(on&&document.documentElement.requestFullscreen)document.documentElement.requestFullscreen().catch(()=>{});
  else if(!on&&document.fullscreenElement)document.exitFullscreen()});
document.documentElement.style.setProperty("--now",100*(D.today+.5)/N+"%");
document.documentElement.style.setProperty("--step","calc(100% / "+N+")");
draw();
"""
