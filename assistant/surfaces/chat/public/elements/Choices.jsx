import { useState } from "react"

// Answers to a question; one click says it.
export default function Choices() {
  const [chosen, setChosen] = useState(props.chosen)
  const choose = (c, i) => {
    if (chosen !== null && chosen !== undefined) return
    setChosen(i)
    updateElement({ ...props, chosen: i })
    sendUserMessage(c.say)
  }
  const done = chosen !== null && chosen !== undefined
  return (
    <div className="pl-choices" role="group" data-testid="choices">
      {(props.choices || []).map((c, i) => (
        <button type="button" key={i} className={"pl-choice" + (chosen === i ? " pl-chosen" : "")} disabled={done} onClick={() => choose(c, i)}>
          <span>{c.label}</span>{c.ref ? <i className="pl-ref">{c.ref}</i> : null}
        </button>
      ))}
    </div>
  )
}
