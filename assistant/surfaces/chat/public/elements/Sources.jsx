import { useSetRecoilState } from "recoil"
import { sideViewState } from "@chainlit/react-client"

// Footnotes: each opens beside the chat at its quote, with its record and date.
export default function Sources() {
  const open = useSetRecoilState(sideViewState)
  const zh = props.language === "zh"
  const show = (s) =>
    open({
      title: (zh ? "来源 " : "Source ") + s.n,
      elements: [{ id: "source-" + s.n + "-" + s.ref, type: "custom", name: "SourceView", display: "side", props: { ...s, element: props.element, language: props.language } }]
    })
  return (
    <nav className="pl-sources" aria-label={zh ? "来源" : "Sources"} data-testid="sources">
      <span className="pl-sources-title">{zh ? "来源" : "Sources"}</span>
      {(props.sources || []).map((s) => (
        <button type="button" key={s.n} data-source={s.n} title={s.quote} onClick={() => show(s)}>
          <b>{s.n}</b><span>{s.title || s.ref}</span>{s.field ? <span className="pl-held">{s.field}</span> : null}{s.date ? <i>{s.date}</i> : null}
        </button>
      ))}
    </nav>
  )
}
