"""A backend that does what a site of ours never would, for the tests of the recipe before it."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Backend(BaseHTTPRequestHandler):
    """Keeps what it was asked; `/slow` answers when it is let, `/error` by an error of its own.

    `headers` of the server are put into every answer.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.ports.append(self.client_address[1])
        self.server.seen.append((self.command, self.path, self.headers, body))
        if self.path == "/slow":
            self.server.let_go.wait(30)
        self.send_response(503 if self.path == "/error" else 200)
        answer = b"<p>" + self.path.encode() + b"</p>" + b" " * 3000
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(answer)))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args):
        """Nothing is printed."""


@contextmanager
def backend():
    """The running server; `seen` is what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    server.seen, server.let_go, server.daemon_threads = [], threading.Event(), True
    server.headers, server.ports = {}, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
