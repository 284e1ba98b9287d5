import { useState } from "react"

// Bars (a funnel too: stages stand in their order, and a later one may well hold more), a line, a waterfall or a heat map, drawn with the page's own colours; the same numbers stand beside it as a table for screen readers.
export default function Chart() {
  const data = props.data || []
  const most = Math.max(...data.map((d) => Math.abs(d.value)), 0) || 1
  const Drawn = { line: Line, waterfall: Waterfall, heat: Heat }[props.kind] || Bars
  return (
    <figure className={"pl-card pl-chart pl-kind-" + props.kind} data-testid="chart" aria-label={props.title}>
      <figcaption className="pl-head"><h3>{props.title}</h3><Save /></figcaption>
      <div className="pl-drawn" aria-hidden={props.kind === "heat" ? undefined : true}><Drawn data={data} most={most} /></div>
      {props.kind === "heat" ? null : <Spoken data={data} />}
    </figure>
  )
}

const shown = (d) => d.text || d.value.toLocaleString()

// What a chart draws, for whoever cannot see it. The box around it is what hides it: a table would not be cut.
function Spoken({ data }) {
  return (
    <div className="pl-spoken">
      <table data-testid="spoken">
        <caption>{props.title}</caption>
        <tbody>{data.map((d, i) => <tr key={i}><th scope="row">{d.label}</th><td>{shown(d)}</td></tr>)}</tbody>
      </table>
    </div>
  )
}

function Save() {
  const zh = props.language === "zh"
  const [note, setNote] = useState("")
  if (!window.parleySave) return null
  const save = (kind) => window.parleySave(props, kind).then(() => setNote(""), (e) => setNote(e.message))
  return (
    <span className="pl-save" role="group" aria-label={zh ? "下载" : "Download"}>
      {note ? <span className="pl-save-note" role="alert">{note}</span> : null}
      {["png", ...(props.element ? ["csv", "xlsx"] : [])].map((kind) => (
        <button type="button" key={kind} onClick={() => save(kind)} aria-label={(zh ? "下载 " : "Download as ") + kind.toUpperCase()}>{kind.toUpperCase()}</button>
      ))}
    </span>
  )
}

function Bars({ data, most }) {
  return (
    <div className="pl-bars">
      {data.map((d, i) => (
        <div className="pl-bar" key={i} title={`${d.label}: ${shown(d)}`}>
          <span className="pl-bar-label">{d.label}</span>
          <span className="pl-track"><span className={"pl-fill" + (d.value < 0 ? " pl-down" : "")} style={{ width: `${Math.max(d.value ? 1.5 : 0, (100 * Math.abs(d.value)) / most)}%` }} /></span>
          <span className="pl-bar-text">{shown(d)}</span>
        </div>
      ))}
    </div>
  )
}

// Each step begins where the last one ended; a rise and a fall also differ in pattern and sign, not in colour alone.
function Waterfall({ data }) {
  let level = 0
  const steps = data.map((d) => {
    const from = d.whole ? 0 : level
    level = d.whole ? d.value : level + d.value
    return { ...d, low: Math.min(from, level), high: Math.max(from, level) }
  })
  const low = Math.min(0, ...steps.map((s) => s.low)), high = Math.max(...steps.map((s) => s.high), low + 1)
  const place = (v) => `${(100 * (v - low)) / (high - low)}%`
  return (
    <div className="pl-bars">
      {steps.map((s, i) => (
        <div className="pl-bar" key={i} title={`${s.label}: ${shown(s)}`}>
          <span className="pl-bar-label">{s.label}</span>
          <span className="pl-track"><span className={"pl-fill pl-step" + (s.whole ? "" : s.value < 0 ? " pl-down" : " pl-up")} style={{ marginLeft: place(s.low), width: `max(2px, ${(100 * (s.high - s.low)) / (high - low)}%)` }} /></span>
          <span className="pl-bar-text">{shown(s)}</span>
        </div>
      ))}
    </div>
  )
}

function Line({ data, most }) {
  const w = 600, h = 180, low = Math.min(0, ...data.map((d) => d.value))
  const x = (i) => (data.length > 1 ? (i * w) / (data.length - 1) : w / 2)
  const y = (v) => h - ((v - low) / (most - low || 1)) * h
  const points = data.map((d, i) => `${x(i)},${y(d.value)}`)
  // As many labels as fit beside each other, fewer on a phone (two classes, since the page's width is the style sheet's business).
  const every = Math.ceil(data.length / 7), wide = Math.ceil(data.length / 4), last = data.length - 1
  const under = (i) => ({ left: `${last ? (100 * i) / last : 50}%`, transform: `translateX(${last ? (-100 * i) / last : -50}%)` })
  return (
    <div className="pl-line-box">
      <svg viewBox={`-8 -8 ${w + 16} ${h + 16}`} preserveAspectRatio="none">
        {[0, 0.5, 1].map((f) => <line key={f} x1="0" x2={w} y1={h * f} y2={h * f} className="pl-grid" />)}
        <polygon points={`${x(0)},${y(0)} ${points.join(" ")} ${x(data.length - 1)},${y(0)}`} className="pl-area" />
        <polyline points={points.join(" ")} className="pl-stroke" vectorEffect="non-scaling-stroke" />
        {points.map((p, i) => <path key={i} d={`M ${p} h 0.01`} className="pl-dot" vectorEffect="non-scaling-stroke"><title>{`${data[i].label}: ${shown(data[i])}`}</title></path>)}
      </svg>
      <div className="pl-axis">
        {data.map((d, i) => (
          <span key={i} style={under(i)} className={((last - i) % every ? "pl-not-wide" : "") + ((last - i) % wide ? " pl-not-narrow" : "")} title={shown(d)}><b>{shown(d)}</b>{d.label}</span>
        ))}
      </div>
    </div>
  )
}

// A table whose cells are tinted by their value: a screen reader reads it as the table it is.
function Heat({ data, most }) {
  const rows = [...new Set(data.map((d) => d.label))], columns = [...new Set(data.map((d) => d.column))]
  const at = {}
  data.forEach((d) => { at[d.label + "\n" + d.column] = d })
  return (
    <div className="pl-scroll" tabIndex={0}>
      <table className="pl-heat">
        <thead><tr><td />{columns.map((c) => <th scope="col" key={c}>{c}</th>)}</tr></thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r}>
              <th scope="row">{r}</th>
              {columns.map((c) => {
                const d = at[r + "\n" + c]
                const share = d && d.value > 0 ? d.value / most : 0
                return <td key={c} className={share ? "" : "pl-nil"} style={share ? { "--share": (0.08 + 0.5 * share).toFixed(3) } : undefined} title={d ? `${r} · ${c}: ${shown(d)}` : ""}>{d && d.value ? shown(d) : "·"}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
