// Bars, a funnel, a line or a waterfall, drawn with the page's own colours.
export default function Chart() {
  const data = props.data || []
  const most = Math.max(...data.map((d) => Math.abs(d.value)), 0) || 1
  return (
    <figure className={"pl-card pl-chart pl-kind-" + props.kind} data-testid="chart">
      {props.title ? <figcaption className="pl-head"><h3>{props.title}</h3></figcaption> : null}
      {props.kind === "line" ? <Line data={data} most={most} /> : props.kind === "waterfall" ? <Waterfall data={data} /> : <Bars data={data} most={most} funnel={props.kind === "funnel"} />}
    </figure>
  )
}

function Bars({ data, most, funnel }) {
  return (
    <div className="pl-bars">
      {data.map((d, i) => (
        <div className="pl-bar" key={i} title={`${d.label}: ${d.text || d.value}`}>
          <span className="pl-bar-label">{d.label}</span>
          <span className="pl-track"><span className={"pl-fill" + (funnel ? " pl-center" : "")} style={{ width: `${Math.max(d.value ? 1.5 : 0, (100 * Math.abs(d.value)) / most)}%` }} /></span>
          <span className="pl-bar-text">{d.text || d.value.toLocaleString()}</span>
        </div>
      ))}
    </div>
  )
}

// Each step begins where the last one ended; a rise and a fall also differ in shape and sign, not in colour alone.
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
        <div className="pl-bar" key={i} title={`${s.label}: ${s.text || s.value}`}>
          <span className="pl-bar-label">{s.label}</span>
          <span className="pl-track"><span className={"pl-fill pl-step" + (s.whole ? "" : s.value < 0 ? " pl-down" : " pl-up")} style={{ marginLeft: place(s.low), width: `max(2px, ${(100 * (s.high - s.low)) / (high - low)}%)` }} /></span>
          <span className="pl-bar-text">{s.text || s.value.toLocaleString()}</span>
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
  return (
    <div className="pl-line-box">
      <svg viewBox={`-8 -8 ${w + 16} ${h + 16}`} role="img" preserveAspectRatio="none">
        {[0, 0.5, 1].map((f) => <line key={f} x1="0" x2={w} y1={h * f} y2={h * f} className="pl-grid" />)}
        <polygon points={`0,${h} ${points.join(" ")} ${w},${h}`} className="pl-area" />
        <polyline points={points.join(" ")} className="pl-stroke" vectorEffect="non-scaling-stroke" />
      </svg>
      <div className="pl-axis">{data.map((d, i) => <span key={i} title={d.text}><b>{d.text || d.value.toLocaleString()}</b>{d.label}</span>)}</div>
    </div>
  )
}
