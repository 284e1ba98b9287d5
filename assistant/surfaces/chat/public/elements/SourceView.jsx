import { useEffect, useState } from "react"

// A source, opened at its quote: the whole text the words stand in, read as it is now, the words marked; until it is there, and where it is gone, the words alone.
export default function SourceView() {
  const zh = props.language === "zh"
  const [text, setText] = useState(null)
  useEffect(() => {
    let here = true
    setText(null)
    if (props.element)
      fetch(`/source/${props.element}/${props.n}`)
        .then((r) => (r.ok ? r.json() : null))
        .then((t) => here && setText(t))
        .catch(() => {})
    return () => { here = false }
  }, [props.element, props.n])
  const whole = text && (text.before || text.after)
  const toQuote = (mark) => {
    const box = mark && mark.parentElement
    if (box) box.scrollTop = mark.offsetTop - box.offsetTop - Math.max(0, (box.clientHeight - mark.offsetHeight) / 3)
  }
  return (
    <article className="pl-source" data-testid="source">
      {whole ? (
        <div className="pl-whole" data-testid="source-text" tabIndex={0} role="document" aria-label={zh ? "全文" : "The whole text"}>
          {text.before}<mark ref={toQuote}>{text.quote}</mark>{text.after}
        </div>
      ) : <blockquote>{props.quote}</blockquote>}
      {text && text.said ? <p className="pl-hint" role="status">{text.said}</p> : null}
      <dl>
        <div><dt>{zh ? "记录" : "Record"}</dt><dd>{props.title && props.title !== props.ref ? props.title + " · " : ""}<span className="pl-ref">{props.ref}</span></dd></div>
        {props.field ? <div><dt>{zh ? "字段" : "Field"}</dt><dd>{props.field}</dd></div> : null}
        {props.date ? <div><dt>{zh ? "日期" : "Date"}</dt><dd>{props.date}</dd></div> : null}
      </dl>
      <button type="button" className="pl-button" onClick={() => sendUserMessage(zh ? `查看 ${props.ref}` : `Show ${props.ref}`)}>{zh ? "打开记录" : "Open the record"}</button>
    </article>
  )
}
