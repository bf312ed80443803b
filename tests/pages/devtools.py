"""A headless Chromium, driven by its DevTools protocol over a pipe.

The protocol: JSON objects with a NUL byte behind each. A call has an id, which its answer repeats;
events have none. A page is a session; what is said of it has the session's id.
"""

import base64
import contextlib
import json
import os
import select
import subprocess
import sys
import time

FLAGS = """--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars
    --no-first-run --disable-background-networking --disable-component-update --disable-sync
    --disable-extensions --mute-audio --remote-debugging-pipe""".split()


# The browser reads from descriptor 3 and writes to 4.
START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD_CLOEXEC, 10) for end in sys.argv[1:3]]
for end, number in zip(ends, (3, 4)):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


class DevToolsError(Exception):
    """The browser refused a call, or is gone."""


class Browser:
    """One process, whose pages share nothing but it."""

    def __init__(self, program, folder, timeout=60):
        self._timeout = timeout
        self._buffer = b""
        self._number = 0
        self._answers = {}
        self.events = []  # of all sessions, in order
        commands, self._out = os.pipe()
        self._in, answers = os.pipe()
        ends = [str(commands), str(answers)]
        flags = [*FLAGS, f"--user-data-dir={folder}"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *ends, program, *flags],
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)

    def close(self):
        with contextlib.suppress(DevToolsError, OSError):
            self.call("Browser.close")
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def call(self, method, session=None, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        text = json.dumps(message).encode() + b"\0"
        while text:
            text = text[os.write(self._out, text) :]
        number = self._number
        self.wait_until(lambda: number in self._answers, method)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise DevToolsError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def wait_until(self, is_true, what):
        deadline = time.monotonic() + self._timeout
        while not is_true():
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._in], [], [], left)[0]:
                raise DevToolsError(f"{what}: no answer after {self._timeout} s")
            self._read()

    def _read(self):
        piece = os.read(self._in, 1 << 20)
        if not piece:
            raise DevToolsError("the browser has ended")
        *messages, self._buffer = (self._buffer + piece).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self.events.append(message)

    @contextlib.contextmanager
    def page(self, **options):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        try:
            yield Page(self, session, **options)
        finally:
            self.call("Target.closeTarget", targetId=target)


class Page:
    """A tab. Options: width, height, scheme ("light" or "dark"), media ("print"), scripts."""

    def __init__(
        self, browser, session, width=1160, height=900, scheme="light", media="", scripts=True
    ):
        self._browser = browser
        self._session = session
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def events(self, method):
        return [
            event["params"]
            for event in self._browser.events
            if event.get("sessionId") == self._session and event["method"] == method
        ]

    def open(self, path):
        """Opens a file; gives how many seconds it took until all of it was there."""
        begin = time.monotonic()
        self.call("Page.navigate", url=f"file://{path}")
        dialogs = 0
        while not self.events("Page.loadEventFired"):
            # A page with a dialog waits for somebody to close it.
            self._browser.wait_until(
                lambda seen=dialogs: (
                    self.events("Page.loadEventFired")
                    or len(self.events("Page.javascriptDialogOpening")) > seen
                ),
                "load",
            )
            if len(self.events("Page.javascriptDialogOpening")) > dialogs:
                dialogs += 1
                self.call("Page.handleJavaScriptDialog", accept=True)
        return time.monotonic() - begin

    def complaints(self):
        """What the browser and the page's script had to say."""
        said = [event["entry"]["text"] for event in self.events("Log.entryAdded")]
        said += [str(event["args"]) for event in self.events("Runtime.consoleAPICalled")]
        said += [str(event["exceptionDetails"]) for event in self.events("Runtime.exceptionThrown")]
        return said + [str(event) for event in self.events("Page.javascriptDialogOpening")]

    def requests(self):
        return [event["request"]["url"] for event in self.events("Network.requestWillBeSent")]

    def evaluate(self, expression):
        """The value of a JavaScript expression. Not hindered by the page's security policy."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise DevToolsError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def of_each(self, selector, expression):
        """The values of an expression in `e`, for each element that the selector selects."""
        return self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(e => {expression})"
        )

    def move_mouse(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, **_codes(key))

    def screenshot(self, box=None):
        """PNG bytes of a box (x, y, width, height) of the whole page, or of what is in view."""
        options = {}
        if box:
            options = {
                "clip": dict(zip(("x", "y", "width", "height"), box, strict=True), scale=1),
                "captureBeyondViewport": True,
            }
        return base64.b64decode(self.call("Page.captureScreenshot", **options)["data"])

    def pdf(self, **options):
        return base64.b64decode(self.call("Page.printToPDF", **options)["data"])


def _codes(key):
    number = {
        "Tab": 9,
        "Escape": 27,
        "End": 35,
        "Home": 36,
        "ArrowLeft": 37,
        "ArrowUp": 38,
        "ArrowRight": 39,
        "ArrowDown": 40,
    }[key]
    return {"windowsVirtualKeyCode": number, "nativeVirtualKeyCode": number}
