// Small things the chat's page needs before it is drawn. No framework, no request of its own.
(function () {
  "use strict";
  var MOST = 200000; // bytes of one message; the server holds the same number (chat_words.TOO_LONG)
  var zh = /^zh/i.test(navigator.language || "");
  var SAY = zh
    ? "这条消息过长（超过 200 KB），没有发送，内容仍在输入框中。请只发送关键部分，或添加 CSV 文件。"
    : "That message is too long (more than 200 KB) and was not sent; it is still in the box. Send the part that matters, or attach a CSV file.";

  document.documentElement.lang = zh ? "zh-CN" : "en";

  // Day or night as the system has it, also when it changes, until somebody chooses; Chainlit itself knows day or night only.
  var THEME = "vite-ui-theme", night = window.matchMedia("(prefers-color-scheme: dark)");
  if (!localStorage.getItem(THEME)) localStorage.setItem(THEME, "system");
  night.addEventListener("change", function () {
    if (localStorage.getItem(THEME) !== "system") return;
    var page = document.documentElement, now = night.matches ? "dark" : "light", colours = (window.theme || {})[now] || {};
    page.classList.remove("light", "dark");
    page.classList.add(now);
    Object.keys(colours).forEach(function (name) { page.style.setProperty(name, colours[name]); });
  });

  // Names for screen readers that Chainlit has in English only.
  if (zh) {
    var NAMES = { "Toggle theme": "切换主题", "Toggle Sidebar": "显示或隐藏侧边栏", "Close": "关闭" };
    new MutationObserver(function () {
      document.querySelectorAll(".sr-only").forEach(function (e) { if (NAMES[e.textContent]) e.textContent = NAMES[e.textContent]; });
    }).observe(document.documentElement, { childList: true, subtree: true });
  }

  function tooLong() {
    var box = document.getElementById("chat-input");
    var text = box ? box.value || box.textContent || "" : "";
    return text.length > MOST / 4 && new TextEncoder().encode(text).length > MOST;
  }

  function notice(text) {
    var old = document.getElementById("parley-notice");
    if (old) old.remove();
    var note = document.createElement("div");
    note.id = "parley-notice";
    note.setAttribute("role", "alert");
    note.textContent = text;
    document.body.appendChild(note);
    setTimeout(function () { note.remove(); }, 9000);
  }

  function hold(event) {
    if (!tooLong()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    notice(SAY);
  }

  // On a phone Chainlit leaves the address at "/" after the first message, and a reload would lose sight of the conversation.
  window.addEventListener("message", function (event) {
    var told = event.source === window && event.data && event.data.parley;
    if (told && told.thread && location.pathname === "/" && window.innerWidth < 768) {
      history.replaceState(history.state, "", "/thread/" + encodeURIComponent(told.thread));
    }
  });

  // In the capture phase of the window, before the page's own handlers.
  window.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && event.target && event.target.id === "chat-input") hold(event);
  }, true);
  window.addEventListener("click", function (event) {
    var target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest("#chat-submit")) return hold(event);
    // A footnote in a reply opens the source below it.
    var note = target.closest('a[href^="#source-"]');
    if (note) {
      event.preventDefault();
      event.stopImmediatePropagation();
      var n = note.getAttribute("href").slice(8);
      var message = note.closest(".ai-message");
      var source = message && message.querySelector('[data-source="' + n + '"]');
      if (source) source.click();
    }
  }, true);

  // Downloads. CSV and XLSX come from the server, which asks who may export; a picture is painted here from what is on the page.
  window.parleySave = function (props, kind) {
    if (kind === "png") return paint(props).then(function (blob) { hand(blob, props.title, "png"); });
    return fetch("/download/" + encodeURIComponent(props.element) + "." + kind, { credentials: "same-origin" }).then(function (answer) {
      if (answer.ok) return answer.blob().then(function (blob) { hand(blob, props.title, kind); });
      return answer.json().catch(function () { return {}; }).then(function (told) {
        throw new Error(told.detail || (zh ? "下载失败，请重试。" : "The download failed. Try again."));
      });
    });
  };

  function hand(blob, title, kind) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = (title || "parley").replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "_").slice(0, 120) + "." + kind;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  // A chart on white paper, twice the size of the screen's pixels, in the colours the page uses in daylight.
  var INK = "#1c2b33", PALE = "#5b6b73", BLUE = "#0072b2", RED = "#cc5800", GREY = "#8a979d", TRACK = "#eef2f3", FONT = "system-ui, sans-serif";
  function paint(props) {
    var data = props.data || [], heat = props.kind === "heat", line = props.kind === "line";
    var rows = heat ? data.map(function (d) { return d.label; }).filter(function (l, i, all) { return all.indexOf(l) === i; }) : data;
    var columns = heat ? data.map(function (d) { return d.column; }).filter(function (c, i, all) { return all.indexOf(c) === i; }) : [];
    var w = heat ? Math.max(760, 190 + 92 * columns.length) : 760, top = 64, h = top + (line ? 300 : (rows.length + (heat ? 1 : 0)) * 34) + 20;
    var canvas = document.createElement("canvas");
    canvas.width = 2 * w; canvas.height = 2 * h;
    var c = canvas.getContext("2d");
    c.scale(2, 2);
    c.fillStyle = "#fff"; c.fillRect(0, 0, w, h);
    function put(text, x, y, most, align, font, ink) {
      c.font = (font || "13px ") + FONT; c.fillStyle = ink || INK; c.textAlign = align || "left"; c.textBaseline = "middle";
      var t = String(text);
      while (t.length > 1 && c.measureText(t).width > most) t = t.slice(0, -2) + "…";
      c.fillText(t, x, y);
    }
    put(props.title, 24, 32, w - 48, "left", "600 17px ");
    var most = Math.max.apply(null, data.map(function (d) { return Math.abs(d.value); }).concat([0])) || 1;
    var said = function (d) { return d.text || d.value.toLocaleString(); };
    if (heat) {
      var cell = (w - 190) / columns.length;
      columns.forEach(function (k, i) { put(k, 166 + cell * (i + 0.5), top + 14, cell - 8, "center", "12px ", PALE); });
      rows.forEach(function (r, n) {
        put(r, 24, top + 34 * (n + 1) + 15, 136);
        columns.forEach(function (k, i) {
          var d = data.find(function (x) { return x.label === r && x.column === k; });
          if (d && d.value > 0) { c.fillStyle = "rgba(0,114,178," + (0.08 + (0.5 * d.value) / most) + ")"; c.fillRect(167 + cell * i, top + 34 * (n + 1), cell - 2, 30); }
          put(d && d.value ? said(d) : "·", 166 + cell * (i + 0.5), top + 34 * (n + 1) + 15, cell - 6, "center");
        });
      });
    } else if (line) {
      var low = Math.min.apply(null, data.map(function (d) { return d.value; }).concat([0]));
      var x = function (i) { return 70 + (data.length > 1 ? (i * (w - 140)) / (data.length - 1) : (w - 140) / 2); };
      var y = function (v) { return top + 20 + 210 - ((v - low) / (most - low || 1)) * 210; };
      c.strokeStyle = "#dde4e6"; c.lineWidth = 1;
      [0, 105, 210].forEach(function (g) { c.beginPath(); c.moveTo(70, top + 20 + g); c.lineTo(w - 70, top + 20 + g); c.stroke(); });
      c.strokeStyle = BLUE; c.lineWidth = 2.5; c.beginPath();
      data.forEach(function (d, i) { if (i) c.lineTo(x(i), y(d.value)); else c.moveTo(x(i), y(d.value)); });
      c.stroke();
      var every = Math.ceil(data.length / 7);
      data.forEach(function (d, i) {
        c.fillStyle = BLUE; c.beginPath(); c.arc(x(i), y(d.value), 3.5, 0, 7); c.fill();
        if (i % every) return;
        put(said(d), x(i), y(d.value) - 14, 110, "center", "600 12px ");
        put(d.label, x(i), top + 254, 110, "center", "12px ", PALE);
      });
    } else {
      var level = 0, steps = data.map(function (d) {
        var from = props.kind === "waterfall" && !d.whole ? level : 0;
        level = from + d.value;
        return { d: d, low: Math.min(from, level), high: Math.max(from, level) };
      });
      var bottom = Math.min.apply(null, steps.map(function (s) { return s.low; }).concat([0])), high = Math.max.apply(null, steps.map(function (s) { return s.high; }).concat([bottom + 1]));
      var left = 190, wide = w - left - 150;
      steps.forEach(function (s, n) {
        var at = top + 34 * n, size = Math.max(s.d.value ? 2 : 0, (wide * (s.high - s.low)) / (high - bottom));
        var start = left + (wide * (s.low - bottom)) / (high - bottom);
        put(s.d.label, 24, at + 15, left - 36);
        c.fillStyle = TRACK; c.fillRect(left, at + 4, wide, 22);
        c.fillStyle = s.d.value < 0 ? RED : props.kind === "waterfall" && s.d.whole ? GREY : BLUE; c.fillRect(start, at + 4, size, 22);
        put(said(s.d), w - 24, at + 15, 126, "right", "600 13px ");
      });
    }
    return new Promise(function (done, fail) { canvas.toBlob(function (blob) { if (blob) done(blob); else fail(new Error("PNG")); }, "image/png"); });
  }
})();
