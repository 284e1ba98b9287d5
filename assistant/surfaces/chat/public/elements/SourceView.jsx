// A source, opened: the words verbatim, where they stand, and when they were written.
export default function SourceView() {
  const zh = props.language === "zh"
  return (
    <article className="pl-source" data-testid="source">
      <blockquote>{props.quote}</blockquote>
      <dl>
        <div><dt>{zh ? "记录" : "Record"}</dt><dd>{props.title && props.title !== props.ref ? props.title + " · " : ""}<span className="pl-ref">{props.ref}</span></dd></div>
        {props.field ? <div><dt>{zh ? "字段" : "Field"}</dt><dd>{props.field}</dd></div> : null}
        {props.date ? <div><dt>{zh ? "日期" : "Date"}</dt><dd>{props.date}</dd></div> : null}
      </dl>
      <button type="button" className="pl-button" onClick={() => sendUserMessage(zh ? `查看 ${props.ref}` : `Show ${props.ref}`)}>{zh ? "打开记录" : "Open the record"}</button>
    </article>
  )
}
