import { useState } from "react"

// One record with what hangs on it.
export default function RecordCard() {
  const zh = props.language === "zh"
  const show = (ref) => sendUserMessage(zh ? `查看 ${ref}` : `Show ${ref}`)
  const [open, setOpen] = useState(!props.folded)
  return (
    <article className="pl-card pl-record" data-testid="record">
      <header className="pl-head">
        <h3>{props.title}</h3>
        <span className="pl-ref">{props.ref}</span>
      </header>
      {open ? <Whole zh={zh} show={show} /> : <button type="button" className="pl-more" onClick={() => setOpen(true)}>{zh ? "展开记录" : "Show the record"}</button>}
    </article>
  )
}

function Whole({ zh, show }) {
  return (
    <>
      <dl className="pl-grid2">
        {(props.fields || []).filter((f) => f[1]).map(([label, value], i) => (
          <div key={i} className={value.length > 80 ? "pl-wide" : ""}><dt>{label}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      {(props.sections || []).filter((s) => s.rows.length).map((s, i) => <Section key={i} section={s} show={show} zh={zh} />)}
    </>
  )
}

function Section({ section, show, zh }) {
  const [open, setOpen] = useState(section.rows.length <= 5)
  const rows = open ? section.rows : section.rows.slice(0, 5)
  return (
    <section className="pl-section">
      <h4>{section.title} <span>{section.total}</span></h4>
      <div className="pl-scroll">
        <table>
          <thead><tr>{section.columns.map((c, i) => <th key={i}>{c}</th>)}</tr></thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={r}>
                {row.map((cell, i) => (
                  <td key={i} data-label={section.columns[i]}>{i === 0 && section.refs[r] ? <button type="button" className="pl-link" title={section.refs[r]} onClick={() => show(section.refs[r])}>{cell || section.refs[r]}</button> : cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < section.rows.length ? <button type="button" className="pl-more" onClick={() => setOpen(true)}>{zh ? `再显示 ${section.rows.length - rows.length} 条` : `Show ${section.rows.length - rows.length} more`}</button> : null}
    </section>
  )
}
