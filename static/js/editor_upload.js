// Adds Django's CSRF token to the pictures that the editor uploads.
CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("fileUploadRequest", ({ data }) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    data.fileLoader.xhr.setRequestHeader("X-CSRFToken", token);
  });
});
