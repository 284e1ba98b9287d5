import { useState } from "react"

// A proposal: what would change, editable until it is decided. `props` is what chat_view.proposal_props made.
const WORDS = {
  en: {
    title: "Proposed changes", one: "Proposed change", hint: "Nothing is written until you save.", save: "Save", cancel: "Cancel", undo: "Undo", redo: "Redo", mine: "Save mine", theirs: "Keep theirs", originally: (v) => `was ${v}; now `,
    saving: "Saving…", take: "Include", none: "empty", deleted: "will be deleted",
    status: { pending: "Not saved yet", applied: "Saved ✓", cancelled: "Cancelled", refused: "Out of date", undone: "Undone", expired: "Expired" },
    op: { create: "new", update: "change", delete: "delete", merge: "merge", link: "link" }, more: (n) => `Show ${n} more`, details: "All details"
  },
  zh: {
    title: "待确认的更改", one: "待确认的更改", hint: "保存之前不会写入任何内容。", save: "保存", cancel: "取消", undo: "撤销", redo: "重做", mine: "用我的", theirs: "保留对方的", originally: (v) => `原为 ${v}；现为 `,
    saving: "正在保存…", take: "包含此项", none: "空", deleted: "将被删除",
    status: { pending: "尚未保存", applied: "已保存 ✓", cancelled: "已取消", refused: "已过期", undone: "已撤销", expired: "已失效" },
    op: { create: "新建", update: "修改", delete: "删除", merge: "合并", link: "关联" }, more: (n) => `再显示 ${n} 项`, details: "全部内容"
  }
}
const SIGN = { create: "+", update: "~", delete: "−", merge: "⇉", link: "↔" }
const SHOWN = 12

// The page draws a card anew whenever a turn starts or ends; what was typed must outlive that.
const drafts = (window.parleyDrafts = window.parleyDrafts || {})
// The server is told too, so that a typed "yes" saves the card as it is seen.
const waiting = (window.parleyWaiting = window.parleyWaiting || {})
const PAUSE = 250

export default function ProposalCard() {
  const t = WORDS[props.language === "zh" ? "zh" : "en"]
  const key = props.id + ":" + props.digest
  const [edits, setEdits] = useState(drafts[key] || {})
  const [busy, setBusy] = useState("")
  const changes = props.changes || []
  const [all, setAll] = useState(changes.slice(SHOWN).some((c) => edits[c.index]))
  const open = props.status === "pending"

  const edit = (index, name, value, same) => {
    const mine = { ...(edits[index] || {}) }
    if (same) delete mine[name]
    else mine[name] = value
    const next = { ...edits, [index]: mine }
    if (!Object.keys(mine).length) delete next[index]
    drafts[key] = next
    setEdits(next)
    clearTimeout(waiting[key])
    waiting[key] = setTimeout(() => {
      callAction({ name: "proposal_draft", payload: { id: props.id, digest: props.digest, edits: next } }).catch(() => {})
    }, PAUSE)
  }
  const act = async (decision) => {
    if (busy) return
    setBusy(decision)
    clearTimeout(waiting[key])
    try {
      await callAction({ name: "proposal", payload: { id: props.id, digest: props.digest, decision, edits: decision === "save" ? edits : {} } })
    } finally {
      setBusy("")
      see(props.id)
    }
  }
  const note = props.note || ""
  const boxes = open && note ? refused(key, note, edits) : {}
  const left = changes.filter((c) => (edits[c.index] || {})._drop !== "1").length

  return (
    <section className={"pl-card pl-proposal pl-" + props.status} data-testid="proposal" data-status={props.status} data-proposal={props.id}>
      <header className="pl-head">
        <h3>{changes.length === 1 ? t.one : t.title}</h3>
        <span className="pl-status">{t.status[props.status] || props.status}</span>
      </header>
      {note && !Object.keys(boxes).length ? <p className="pl-note" role="alert">{note}</p> : null}
      <ul className="pl-changes">
        {changes.slice(0, all ? undefined : SHOWN).map((c) => (
          <Change key={c.index} change={c} t={t} open={open && !busy} mine={edits[c.index] || {}} edit={edit} removable={changes.length > 1} note={note} boxes={boxes} />
        ))}
      </ul>
      {changes.length > SHOWN && !all ? <button type="button" className="pl-more" onClick={() => setAll(true)}>{t.more(changes.length - SHOWN)}</button> : null}
      {open ? (
        <footer className="pl-foot">
          <button type="button" className="pl-button pl-main" disabled={!!busy || !left} onClick={() => act("save")}>{busy === "save" ? t.saving : props.contested ? t.mine : t.save}</button>
          {props.contested ? <button type="button" className="pl-button" disabled={!!busy} onClick={() => act("theirs")}>{t.theirs}</button> : null}
          <button type="button" className="pl-button" disabled={!!busy} onClick={() => act("cancel")}>{t.cancel}</button>
          <span className="pl-hint">{t.hint}</span>
        </footer>
      ) : props.status === "applied" && props.undoable ? (
        <footer className="pl-foot"><button type="button" className="pl-button" disabled={!!busy} onClick={() => act("undo")}>{t.undo}</button></footer>
      ) : props.status === "undone" ? (
        <footer className="pl-foot"><button type="button" className="pl-button" disabled={!!busy} onClick={() => act("redo")}>{t.redo}</button></footer>
      ) : null}
    </section>
  )
}

function Change({ change, t, open, mine, edit, removable, note, boxes }) {
  const dropped = mine._drop === "1"
  const editing = open && !dropped
  const value = (name, f) => (mine[name] !== undefined ? mine[name] : start(f))
  const change_to = (name, f) => (v) => edit(change.index, name, v, v === start(f))
  // A new record's name is edited where it stands, in the heading.
  const title = change.op === "create" ? Object.entries(change.fields || {}).find(([, f]) => change.label && will(f) === change.label) : undefined
  const wrong = (name) => mine[name] !== undefined && boxes[change.index + "." + name] === mine[name]
  const [whole, setWhole] = useState(false)
  const every = Object.entries(change.fields || {}).filter(([name]) => !title || name !== title[0])
  // What a default filled in or the heading says already waits behind a click.
  const fields = every.filter(([name, f]) => whole || !f.minor || mine[name] !== undefined)
  return (
    <li className={"pl-change" + (dropped ? " pl-dropped" : "")}>
      <div className="pl-what">
        <span className={"pl-sign pl-op-" + change.op} aria-label={t.op[change.op] || change.op}>{SIGN[change.op] || "•"}</span>
        <span className="pl-entity">{change.entity_label || change.entity}</span>
        {title && editing && title[1].editable
          ? <Input field={{ ...title[1], kind: "text" }} label={title[1].label || title[0]} value={value(...title)} onChange={change_to(...title)} wrong={wrong(title[0])} said={change.index + "." + title[0]} className="pl-title" />
          : <strong>{(title && mine[title[0]]) || change.label}</strong>}
        {title && editing && wrong(title[0]) ? <p className="pl-wrong" role="alert" id={"pl-wrong-" + change.index + "." + title[0]}>{note}</p> : null}
        {change.ref ? <span className="pl-ref">{change.ref}</span> : null}
        {open && removable ? (
          <label className="pl-leave" title={t.take}>
            <input type="checkbox" checked={!dropped} aria-label={t.take + ": " + [change.entity_label || change.entity, (title && mine[title[0]]) || change.label].filter(Boolean).join(" ")} onChange={(e) => edit(change.index, "_drop", "1", e.target.checked)} />
          </label>
        ) : null}
      </div>
      {change.op === "delete" && !fields.length ? <div className="pl-gone">{t.deleted}</div> : null}
      <dl className="pl-fields">
        {fields.map(([name, f]) => (
          <div className="pl-field" key={name}>
            <dt>{f.label || name}</dt>
            <dd>
              {f.shown_original !== undefined ? <span className="pl-hint">{t.originally(f.shown_original)}</span> : null}
              {change.op === "create" ? null : <><span className="pl-before">{was(f) || t.none}</span><span className="pl-arrow" aria-hidden>→</span></>}
              {editing && f.editable ? (
                <Input field={f} label={f.label || name} wrong={wrong(name)} value={value(name, f)} onChange={change_to(name, f)} said={change.index + "." + name} />
              ) : (
                <span className="pl-after">{will(f) || t.none}</span>
              )}
              {editing && wrong(name) ? <p className="pl-wrong" role="alert" id={"pl-wrong-" + change.index + "." + name}>{note}</p> : null}
            </dd>
          </div>
        ))}
      </dl>
      {fields.length < every.length ? <button type="button" className="pl-more pl-minor" onClick={() => setWhole(true)}>{t.details}</button> : null}
    </li>
  )
}

function Input({ field, label, value, onChange, className, wrong, said }) {
  const common = { value, onChange: (e) => onChange(e.target.value), "aria-label": label, "aria-invalid": wrong || undefined, "aria-describedby": wrong ? "pl-wrong-" + said : undefined, className: "pl-input " + (className || "") }
  if (field.choices && field.choices.length) {
    const known = field.choices.some((c) => c.value === value)
    return (
      <select {...common}>
        {known ? null : <option value={value}>{will(field)}</option>}
        {field.choices.map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}
      </select>
    )
  }
  if (field.kind === "day") return <Day common={common} label={label} onChange={onChange} />
  const width = [...value].reduce((n, c) => n + (c > "⺀" ? 2 : 1), 0)
  if (field.kind === "long" || width > 64) return <textarea rows={Math.min(6, Math.ceil(width / 64))} {...common} />
  const enter = (e) => { if (e.key === "Enter") { e.preventDefault(); e.target.blur() } }
  // One line that may break into two where the page is narrow.
  if (width > 22) return <textarea rows={1} {...common} className={common.className + " pl-grow"} onKeyDown={enter} style={{ width: width + 3 + "ch" }} />
  return <input type="text" {...common} style={{ width: Math.max(8, width + 3) + "ch" }} />
}

// The boxes whose value a refusal quotes, by "change.field"; kept as they were then, so that its sentence goes when the value is mended.
const held = (window.parleyRefused = window.parleyRefused || {})
function refused(key, note, edits) {
  const at = key + note
  if (!held[at]) {
    const all = Object.entries(edits).flatMap(([index, mine]) => Object.entries(mine).map(([name, v]) => [index + "." + name, v]))
    held[at] = Object.fromEntries(all.filter(([, v]) => v && note.includes(`“${v}”`)))
  }
  return held[at]
}

// What a click led to is brought into view: what is wrong with a value, else the sentence that says what was done.
function see(id) {
  const look = () => {
    const wrong = document.querySelector(`[data-proposal="${id}"] :is(.pl-wrong, .pl-note)`)
    const found = wrong || [...document.querySelectorAll("[data-step-type=assistant_message]")].pop()
    if (found) found.scrollIntoView({ block: wrong ? "center" : "nearest", behavior: "smooth" })
  }
  setTimeout(look, 200)
}

// A day as it is written everywhere else, with a calendar beside it: the browser's own box would write it in the browser's way.
function Day({ common, label, onChange }) {
  const zh = props.language === "zh"
  const found = common.value.match(/^(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?/) || common.value.match(/^(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})/)
  const iso = !found ? "" : found[3].length === 4 ? [found[3], MONTHS.indexOf(found[2]) + 1, found[1]] : found.slice(1, 4)
  const kept = iso ? iso.map((n) => String(n).padStart(2, "0")).join("-") : ""
  const open = (e) => { try { e.target.showPicker() } catch { /* a browser that opens it by itself */ } }
  return (
    <span className="pl-day-box">
      <input type="text" {...common} style={{ width: Math.max(zh ? 24 : 19, common.value.length + 3) + "ch" }} />
      <span className="pl-pick" aria-hidden>▾</span>
      <input type="date" className="pl-picker" aria-label={(zh ? "选择日期：" : "Pick a day: ") + label} value={kept} onClick={open} onChange={(e) => e.target.value && onChange(written(e.target.value, zh))} />
    </span>
  )
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")

function written(iso, zh) {
  const [y, m, d] = iso.split("-").map(Number)
  const day = new Date(Date.UTC(y, m - 1, d)).getUTCDay()
  return zh ? `${y}年${m}月${d}日（周${"日一二三四五六"[day]}）` : `${d} ${MONTHS[m - 1]} ${y} (${"Sun Mon Tue Wed Thu Fri Sat".split(" ")[day]})`
}

// What an input starts with: a choice by its value, anything else as it is shown.
function start(f) {
  const raw = typeof f.after === "string" ? f.after : ""
  const hit = (f.choices || []).find((c) => c.value === raw || c.label === will(f))
  if (hit) return hit.value
  return will(f)
}

const was = (f) => text(f.shown_before !== undefined ? f.shown_before : f.before)
const will = (f) => text(f.shown_after !== undefined ? f.shown_after : f.after)

function text(v) {
  if (v === null || v === undefined || v === "—") return ""
  if (Array.isArray(v)) return v.map(text).join(", ")
  return typeof v === "object" ? [v.amount, v.currency].filter(Boolean).join(" ") : String(v)
}
