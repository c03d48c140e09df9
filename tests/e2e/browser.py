# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium by the WebDriver of chromedriver, over plain HTTP.

    browser.py PORT begin PROFILE       prints the session and the browser's pid
    browser.py PORT page SESSION URL PNG < FUNCTION
    browser.py PORT end SESSION

page loads URL and calls the body of a JavaScript function in it until it
returns something, prints that as JSON, and keeps a picture of the page.  A
dialog that the page opens is an error.
"""

import base64
import json
import sys
import time
import urllib.error
import urllib.request

SECONDS = 40
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
    "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1400,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")


def ask(method, path, body=None):
    request = urllib.request.Request(
        f"http://127.0.0.1:{sys.argv[1]}/{path}", method=method,
        data=None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            return json.load(reply)["value"]
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {json.load(error)['value']['message']}")


def begin(profile):
    options = {"args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
    value = ask("POST", "session", {"capabilities": {"alwaysMatch": {
        "unhandledPromptBehavior": "ignore",
        "goog:chromeOptions": options}}})
    print(value["sessionId"], value["capabilities"]["goog:processID"])


def page(session, url, picture):
    function = sys.stdin.read()
    session = f"session/{session}"
    ask("POST", f"{session}/url", {"url": url})
    end = time.monotonic() + SECONDS
    while True:
        value = ask("POST", f"{session}/execute/sync",
                    {"script": function, "args": []})
        if value is not None or time.monotonic() > end:
            break
        time.sleep(0.1)
    with open(picture, "wb") as file:
        file.write(base64.b64decode(ask("GET", f"{session}/screenshot")))
    print(json.dumps(value))


if __name__ == "__main__":
    if sys.argv[2] == "begin":
        begin(sys.argv[3])
    elif sys.argv[2] == "page":
        page(*sys.argv[3:6])
    else:
        ask("DELETE", f"session/{sys.argv[3]}")
