"""Serves the official SDK's scripted server of tests/conformance over HTTP, and prints its address."""

import asyncio
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[6] / "tests" / "conformance"))

from chatkit.server import StreamingResult
from official import MemoryStore, Official

SERVER = Official(MemoryStore())
LOOP = asyncio.new_event_loop()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            result = LOOP.run_until_complete(SERVER.process(body, {}))
            if isinstance(result, StreamingResult):
                self._begin("text/event-stream")
                LOOP.run_until_complete(self._stream(result))
            else:
                self._begin("application/json")
                self.wfile.write(result.json)
        except Exception as error:
            self.send_error(500, type(error).__name__)

    async def _stream(self, result):
        async for chunk in result:
            self.wfile.write(chunk)
            self.wfile.flush()

    def _begin(self, content_type):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.end_headers()

    def log_message(self, *_):
        pass


# One request at a time, as the event loop serves them.
server = HTTPServer(("127.0.0.1", 0), Handler)
print(f"127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
