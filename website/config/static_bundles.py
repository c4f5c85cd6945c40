"""`collectstatic` puts imported files in place of the imports, so that a first visit asks for one
file instead of fifteen; while one develops the imports work as they are."""

import re

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ["css/site.css", "js/article.js", "js/form.js", "js/law.js", "js/thread.js", "js/tool.js"]
# What visitors load. Brotli is a seventh smaller than gzip and ten times as slow to make, and the
# editor of the office alone has 1,800 files.
OURS = ("css/", "img/", "js/", "vendor/")
STYLE = re.compile(r'^@import "\./(?P<name>[\w.-]+)"(?: (?P<media>[\w-]+))?;$', re.M)
SCRIPT = re.compile(r'^import "\./(?P<name>[\w.-]+)";$', re.M)


def bundled(name):
    """The text of a bundle with its imports in place; what it names and nobody has is an error."""
    is_style, folder = name.endswith(".css"), name.rsplit("/", 1)[0]

    def put(found):
        text = _text(f"{folder}/{found['name']}")
        if not is_style:  # a block, so that two files may use the same name, as two modules may
            return f"{{\n{text}}}"
        return f"@media {found['media']} {{\n{text}}}" if found["media"] else text

    return (STYLE if is_style else SCRIPT).sub(put, _text(name))


def _text(name):
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"static/{name} is imported by a bundle and does not exist")
    with open(path, encoding="utf-8") as file:
        return file.read()


class BundlingStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        for name in BUNDLES if not dry_run else []:
            if self.exists(name):
                self.delete(name)
            self._save(name, ContentFile(bundled(name).encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths):
        ours = {path for path in paths if path.startswith(OURS)}
        self._brotli = True
        yield from super().compress_files(ours)
        self._brotli = False
        yield from super().compress_files(paths - ours)

    def create_compressor(self, **options):
        return Compressor(use_brotli=self._brotli, **options)
