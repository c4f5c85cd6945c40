"""A server that stands in for the hosts we talk to: real TLS, with a certificate of its own."""

import json
import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class RobotHost:
    """What it was told (path, headers, body), and what it answers."""

    def __init__(self):
        self.told = []
        self.answer = lambda handler: self.say(handler, 200, {"errcode": 0, "errmsg": "ok"})

    @staticmethod
    def say(handler, status, body, **headers):
        """One answer; `body` is JSON or bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def running(file=None):
    """The host at work, without TLS where there is no certificate; its port is in `port`."""
    host = RobotHost()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.raw = body = self.rfile.read(int(self.headers["Content-Length"]))
            is_json = "json" in self.headers["Content-Type"]
            told = json.loads(body) if is_json else body.decode()
            host.told.append((self.path, dict(self.headers), told))
            host.answer(self)

        def do_GET(self):
            host.told.append((self.path, dict(self.headers), None))
            host.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if file:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host.port = server.server_address[1]
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
