// Pictures from this computer, one after the other: ask what it shows, send it, put it into the
// text. Asked first, so that a picture that is given up was never stored.
const UPLOAD = {
  tooLarge: "图片过大，请压缩到15MB以内。",
  loggedOut: "登录已失效。请在新页面重新登录，再返回上传。",
  failed: "图片未能上传，请检查网络后重试。",
};
const MOST_BYTES = 15 * 1024 * 1024;

async function insertPictures(text, files) {
  for (const [at, file] of files.entries()) {
    const place = files.length > 1 ? `（第${at + 1}张，共${files.length}张）` : "";
    await insertPicture(text, file, place);
  }
  text.focus();
}

async function insertPicture(text, file, place) {
  const src = URL.createObjectURL(file);
  try {
    // What the browser cannot show is for the server to judge; it says what is wrong with it.
    const shown = await canBeShown(src);
    let alt = shown ? await askForAlt({ src, place }) : "";
    if (alt === null) return;
    const url = await sendPicture(text, file, place);
    if (!url) return;
    if (!shown) alt = (await askForAlt({ src: url, place })) || "";
    text.insertImage(url, alt);
  } finally {
    URL.revokeObjectURL(src);
  }
}

function canBeShown(src) {
  const image = new Image();
  image.src = src;
  return image.decode().then(() => true, () => false);
}

// Sends one file and tells how far it is; gives its address, "" when it was refused.
async function sendPicture(text, file, place) {
  if (file.size > MOST_BYTES) return refuse(text, file, UPLOAD.tooLarge);
  const notice = text.tell(`正在上传图片${place}……`, "progress");
  try {
    const answer = await post(text.options.uploadUrl, "upload", file, (done) => {
      notice.update({ progress: done, message: `正在上传图片${place}……` });
    });
    notice.hide();
    return answer.url;
  } catch (error) {
    notice.hide();
    return refuse(text, file, error.message);
  }
}

function refuse(text, file, message) {
  text.tell(file.name ? `“${file.name}”：${message}` : message, "warning");
  return "";
}

// One field to an address of the office, as JSON; fetch() would not tell how far it is.
function post(url, name, value, progress = () => {}) {
  const body = new FormData();
  body.append(name, value);
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  request.upload.addEventListener("progress", ({ loaded, total }) => progress(loaded / total));
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      const answer = parsed(request.responseText);
      if (request.status === 200 && answer) resolve(answer);
      else reject(new Error(answer ? answer.error.message : saidOf(request.status)));
    });
    request.addEventListener("error", () => reject(new Error(UPLOAD.failed)));
    request.send(body);
  });
}

function saidOf(status) {
  return { 401: UPLOAD.loggedOut, 403: UPLOAD.loggedOut, 413: UPLOAD.tooLarge }[status] || UPLOAD.failed;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
