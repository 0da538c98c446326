import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { launch, open } from "./harness.mjs";
import { goTo } from "./walk.mjs";
import { slides } from "./probes.mjs";
const R="/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/";
const FONTS={
 lectern:[],
 seminar:[["400","normal",R+"typst-assets-0.15.1/files/fonts/LibertinusSerif-Regular.otf"],["700","normal",R+"typst-assets-0.15.1/files/fonts/LibertinusSerif-Bold.otf"],["600","normal",R+"typst-assets-0.15.1/files/fonts/LibertinusSerif-Semibold.otf"],["400","italic",R+"typst-assets-0.15.1/files/fonts/LibertinusSerif-Italic.otf"],["700","italic",R+"typst-assets-0.15.1/files/fonts/LibertinusSerif-BoldItalic.otf"]],
 stage:[["100 900","normal",R+"damascene-fonts-inter-0.1.0/fonts/InterVariable.ttf"],["100 900","italic",R+"damascene-fonts-inter-0.1.0/fonts/InterVariable-Italic.ttf"]],
 institute:[["400","normal",R+"damascene-fonts-roboto-0.1.0/fonts/Roboto-Regular.ttf"],["500","normal",R+"damascene-fonts-roboto-0.1.0/fonts/Roboto-Medium.ttf"],["700","normal",R+"damascene-fonts-roboto-0.1.0/fonts/Roboto-Bold.ttf"],["400","italic",R+"damascene-fonts-roboto-0.1.0/fonts/Roboto-Italic.ttf"]],
};
const [theme,deck,color="light",aspect="16:9",ids="",cols="3"]=process.argv.slice(2);
const M="/work/main/";
const css=(f)=>readFileSync(M+f,"utf8");
let html=readFileSync(M+"target/mock/"+deck+".html","utf8");
const style=html.match(/<style>([^]*?)<\/style>/)[1];
const faces=(style.match(/@font-face\s*\{[^}]*\}/g)??[]).filter((f)=>theme==="lectern"||!f.includes('"Deckle Text"'));
const own=FONTS[theme].map(([w,s,f])=>'@font-face{font-family:"Deckle Text";font-weight:'+w+';font-style:'+s+';'+(theme==="seminar"?"size-adjust:110%;":"")+'src:url(data:font/otf;base64,'+readFileSync(f).toString("base64")+')}').join("\n");
const sheets=["frame","look","overview","print","pointer","presenter","media"].map((n)=>css("assets/page/"+n+".css")).join("\n")+"@layer frame{"+css("assets/page/math.css")+"}";
html=html.replace(style,()=>"@layer frame,look,theme,talk;\n"+sheets+"\n"+css("themes/"+theme+"/theme.css")+"\n"+faces.join("\n")+own);
html=html.replace(/data-color="[a-z]*"/,'data-color="'+color+'"').replace(/data-theme="[a-z]*"/,'data-theme="'+theme+'"').replace(/data-aspect="[0-9:]*"/,'data-aspect="'+aspect+'"');
const tmp=M+"target/mock/tmp-"+theme+color+".html"; writeFileSync(tmp,html);
const [w,h]={"16:9":[1280,720],"16:10":[1280,800],"4:3":[960,720]}[aspect];
const b=await launch(); const {page,problems}=await open(b,tmp,{width:w,height:h});
if(theme==="institute") await page.evaluate(()=>{for(const s of document.querySelectorAll(".slide")){const c=s.querySelector(".content");if(c&&!s.matches(".layout-title")){const p=document.createElement("p");p.className="running";p.innerHTML='<b>2</b> Layouts and pictures';c.prepend(p);const i=document.createElement("span");}}});
let all=await page.evaluate(slides); if(ids){const l=ids.split(",");all=all.filter((s)=>l.includes(s.id));}
const shots=[];
for(const s of all){await goTo(page,s.id,s.steps);shots.push(["#"+s.number+" "+s.id,await page.screenshot()]);}
const per=+cols, W=per===1?w:Math.floor(1560/per);
const sheet=await b.newPage({viewport:{width:W*per+8*(per+1),height:600}});
const n=per===1?1:per*per; mkdirSync(M+"target/mock/out",{recursive:true});
for(let i=0;i<shots.length;i+=n){await sheet.setContent('<style>body{margin:0;background:#888;display:grid;grid-template-columns:repeat('+per+','+W+'px);gap:8px;padding:8px}img{width:'+W+'px;display:block}</style>'+shots.slice(i,i+n).map(([l,p])=>'<img src="data:image/png;base64,'+p.toString("base64")+'">').join(""));
 const f=M+"target/mock/out/"+theme+"-"+deck+"-"+color+"-"+aspect.replace(":","x")+"-"+String(i/n+1)+".png";writeFileSync(f,await sheet.screenshot({fullPage:true}));console.log(f);}
if(problems.length)console.log(problems.slice(0,3));
await b.close();
