"""Static files of this release and of the one that is about to follow it."""

from whitenoise.middleware import WhiteNoiseMiddleware


class Middleware(WhiteNoiseMiddleware):
    """WhiteNoise, which also finds what was collected since this process started.

    WhiteNoise reads the folder once. While two nodes are upgraded one after the other, a page of
    the new one may have its style sheet asked of the old one, into whose folder the new release
    was collected beforehand (docs/upgrade.md).
    """

    def __init__(self, get_response=None, **options):
        super().__init__(get_response, **options)
        self.directories.append((str(self.static_root).rstrip("/") + "/", self.static_prefix))

    def __call__(self, request):
        url = request.path_info
        is_new = url.startswith(self.static_prefix) and url not in self.files
        if is_new and not self.autorefresh and (found := self.find_file(url)):
            self.files[url] = found
        return super().__call__(request)
