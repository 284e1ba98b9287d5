import { useEffect, useState } from "react"

// The head of a dashboard: what is pinned, how fresh it is, and a button that asks all of it again. The pictures below are drawn anew in place.
const EVERY = 5 * 60 * 1000
const seen = (window.parleyBoards = window.parleyBoards || {})

export default function Board() {
  const zh = props.language === "zh"
  const [busy, setBusy] = useState(false)
  const refresh = () => {
    if (document.hidden) return
    setBusy(true)
    callAction({ name: "board", payload: { element: props.element } }).catch(() => {}).finally(() => setBusy(false))
  }
  useEffect(() => {
    if (!seen[props.element] && Date.now() - Date.parse(props.at) > 60000) refresh()
    seen[props.element] = true
    const timer = setInterval(refresh, EVERY)
    return () => clearInterval(timer)
  }, [props.element])
  return (
    <section className="pl-card pl-board" data-testid="board" data-at={props.at}>
      <header className="pl-head">
        <h3>{zh ? "我的看板" : "My dashboard"}</h3>
        <span className="pl-save" aria-live="polite">
          <span className="pl-hint">{zh ? "更新于 " : "as of "}{props.shown}</span>
          <button type="button" disabled={busy} onClick={refresh}>{busy ? (zh ? "刷新中…" : "Refreshing…") : zh ? "刷新" : "Refresh"}</button>
        </span>
      </header>
      <ol>{(props.lines || []).map(([title, said], i) => <li key={i}><b>{title}</b> {said}</li>)}</ol>
    </section>
  )
}
