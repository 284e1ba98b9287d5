// Small things the chat's page needs before it is drawn. No framework, no request of its own.
(function () {
  "use strict";
  var MOST = 200000; // bytes of one message; the server holds the same number (chat_words.TOO_LONG)
  var zh = /^zh/i.test(navigator.language || "");
  var SAY = zh
    ? "这条消息过长（超过 200 KB），没有发送，内容仍在输入框中。请只发送关键部分，或添加 CSV 文件。"
    : "That message is too long (more than 200 KB) and was not sent; it is still in the box. Send the part that matters, or attach a CSV file.";

  document.documentElement.lang = zh ? "zh-CN" : "en";

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
})();
