import { useState } from "react"

// Rows of a list, a page at a time; a row opens its record.
const PAGE = 12
const TOTAL = /^(?:total|合计|总计)$/i
const NONE = /^[—–-]?$/
const DAY = /^(\d{4}[-年]|\d{1,2} [A-Z][a-z]{2} \d{4})/
const NUMBER = /^[\s(+\-−]*(?:[A-Z]{2,3}\s?)?[€$£¥]?\s?\d[\d,.\s]*\s?(?:%|[€$£¥]|[A-Z]{3}|万|亿|k|M)?\)?$/

export default function DataTable() {
  const zh = props.language === "zh"
  const [page, setPage] = useState(0)
  const rows = props.rows || []
  const pages = Math.ceil(rows.length / PAGE)
  const shown = rows.slice(page * PAGE, page * PAGE + PAGE)
  const numeric = (props.columns || []).map((_, i) => {
    const filled = rows.map((r) => r[i]).filter((v) => v && v !== "—" && v !== "–")
    return filled.length > 0 && filled.every((v) => NUMBER.test(v) && !DAY.test(v))
  })
  const own = rows.length - (rows.length && TOTAL.test(rows[rows.length - 1][0]) ? 1 : 0) // the line that adds the others up is none of them
  const refs = rows.length > 0 && rows.every((r) => /^[A-Z]{1,3}-\d+$/.test(r[0]))
  const show = (ref) => sendUserMessage(zh ? `查看 ${ref}` : `Show ${ref}`)

  return (
    <figure className="pl-card pl-table" data-testid="table">
      <figcaption className="pl-head"><h3>{props.title}</h3><Save /></figcaption>
      <div className="pl-scroll" tabIndex={0}>
        <table className={(refs ? "pl-has-ref" : "") + ((props.columns || []).length <= 4 ? " pl-few" : "") + ((props.columns || []).length === 2 ? " pl-two" : "")}>
          <thead><tr>{(props.columns || []).map((c, i) => <th scope="col" key={i} className={numeric[i] ? "pl-num" : ""}>{c}</th>)}</tr></thead>
          <tbody>
            {shown.map((row, r) => {
              const ref = (props.refs || [])[page * PAGE + r]
              return (
                <tr key={r} className={TOTAL.test(row[0]) ? "pl-total" : ""}>
                  {row.map((cell, i) => (
                    <td key={i} data-label={props.columns[i]} className={(i && NONE.test(cell || "") ? "pl-none " : "") + (numeric[i] ? "pl-num" : DAY.test(cell) || wide(cell) <= 13 ? "pl-day" : "")}>
                      {i === 0 && ref ? <button type="button" className="pl-link" title={ref} onClick={() => show(ref)}>{cell || ref}</button> : cell}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div className="pl-count">
        <span>{counted(zh, own, props.total === rows.length ? own : props.total, page, pages)}</span>
        {pages > 1 ? (
          <span className="pl-pages">
            <button type="button" className="pl-button" disabled={page === 0} onClick={() => setPage(page - 1)} aria-label={zh ? "上一页" : "Previous page"}>‹</button>
            <button type="button" className="pl-button" disabled={page >= pages - 1} onClick={() => setPage(page + 1)} aria-label={zh ? "下一页" : "Next page"}>›</button>
          </span>
        ) : null}
      </div>
    </figure>
  )
}

function Save() {
  const zh = props.language === "zh"
  const [note, setNote] = useState("")
  if (!window.parleySave || !props.element) return null
  const save = (kind) => window.parleySave(props, kind).then(() => setNote(""), (e) => setNote(e.message))
  return (
    <span className="pl-save" role="group" aria-label={zh ? "下载" : "Download"}>
      {note ? <span className="pl-save-note" role="alert">{note}</span> : null}
      {["csv", "xlsx"].map((kind) => (
        <button type="button" key={kind} onClick={() => save(kind)} aria-label={(zh ? "下载 " : "Download as ") + kind.toUpperCase()}>{kind.toUpperCase()}</button>
      ))}
    </span>
  )
}

const wide = (cell) => [...(cell || "")].reduce((n, c) => n + (c > "⺀" ? 2 : 1), 0)

function counted(zh, here, total, page, pages) {
  const from = page * PAGE + 1
  const to = Math.min(here, from + PAGE - 1)
  if (pages > 1) return zh ? `第 ${from}–${to} 条，共 ${total} 条` : `${from}–${to} of ${total}`
  if (total > here) return zh ? `显示 ${here} 条，共 ${total} 条` : `${here} of ${total}`
  return zh ? `共 ${total} 条` : total === 1 ? "1 row" : `${total} rows`
}
