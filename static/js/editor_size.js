// A text that is too long stays on the page and is told so, instead of being lost on the way.
richText.whenReady((text) => {
  text.box.form?.addEventListener("submit", (event) => {
    const most = text.options.mostCharacters;
    const length = text.html().length;
    if (length <= most) return;
    event.preventDefault();
    const [now, bound] = [length, most].map((number) => number.toLocaleString("zh-CN"));
    text.tell(
      `尚未保存：正文过长，连同排版代码共${now}个字符，最多${bound}个。请拆成几篇再保存。`,
      "warning",
    );
    text.focus();
  });
});
