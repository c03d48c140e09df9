#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""memscan.py MODE CERT KEY USER SECRETFILE CMD...: is the secret in the memory
of CMD?

A mail server (IMAP, or POP3 for a mode that begins with "pop") stalls at a
place of the dialogue, CMD (where PORT stands for the server's port) is
stopped there, and its memory searched.  MODE is [pop-]PLACE[-MECHANISM]:
PLACE held: the login is not answered; used: it was, and the next command is
not; MECHANISM an IMAP one.  "-plain" at the end: without TLS.

Prints "found WHERE FORM", "clean", or "refused" when the memory cannot be
read.  Every 8 octets of the secret, and of the forms in which it is sent,
count as it.
"""
import base64
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

PIECE = 8
mode, cert, key, user, secret_file = sys.argv[1:6]
words = mode.split("-")
pop = words[0] == "pop"
plain = words[-1] == "plain"
place = words[1 if pop else 0]
mechanism = "CRAM-MD5" if "cram" in words else \
    "LOGIN" if "login" in words else "" if "command" in words else "PLAIN"
secret = open(secret_file, "rb").read().strip()
stalled = threading.Event()


def forms():
    message = b"\0" + user.encode() + b"\0" + secret
    yield "itself", secret
    yield "PLAIN", base64.b64encode(message)
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + secret)
        yield "Base64", text[4 if shift else 0:-4]
    yield "UTF-16", secret.decode().encode("utf-16-le")
    yield "hexadecimal", secret.hex().encode()


# The beginning of PLAIN's message is the user's name, which is no secret.
def pieces():
    start = (len(user) + 2 + 2) // 3 * 4
    for name, form in forms():
        first = start if name == "PLAIN" else 0
        size = PIECE * {"PLAIN": 4, "Base64": 4}.get(name, 3) // 3
        size = PIECE * 2 if name in ("UTF-16", "hexadecimal") else size
        for i in range(first, len(form) - size + 1):
            yield name, form[i:i + size]


def serve(sock):
    file = sock.makefile("rb")

    def say(text):
        sock.sendall(text.encode() + b"\r\n")

    def stall():
        stalled.set()
        time.sleep(60)

    def answer(text):
        if place == "held":
            stall()
        say(text)

    say("+OK ready" if pop else "* OK [CAPABILITY IMAP4rev1 SASL-IR" +
        (" AUTH=" + mechanism if mechanism else "") + "] ready")
    while True:
        line = file.readline().decode("latin-1").strip()
        first, _, rest = line.partition(" ")
        if not line:
            return
        if pop and first == "CAPA":
            say("+OK\r\nUSER\r\n.")
        elif pop and first == "USER":
            say("+OK")
        elif pop and first == "PASS":
            answer("+OK")
        elif pop:
            stall()
        elif rest.startswith("LOGIN"):
            answer(first + " OK done")
        elif rest.startswith("AUTHENTICATE"):
            if mechanism == "CRAM-MD5":
                say("+ " + base64.b64encode(b"<1.2@example.jp>").decode())
                file.readline()
            elif mechanism == "LOGIN":
                for word in (b"Username:", b"Password:"):
                    say("+ " + base64.b64encode(word).decode())
                    file.readline()
            answer(first + " OK done")
        else:
            stall()


def listen():
    server = socket.create_server(("127.0.0.1", 0))

    def run():
        sock, _ = server.accept()
        if not plain:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert, key)
            sock = context.wrap_socket(sock, server_side=True)
        serve(sock)
    threading.Thread(target=run, daemon=True).start()
    return server.getsockname()[1]


def search(pid):
    wanted = list(pieces())
    with open("/proc/%d/maps" % pid) as maps, \
            open("/proc/%d/mem" % pid, "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(n, 16) for n in span.split("-"))
            memory.seek(start)
            try:
                data = memory.read(end - start)
            except OSError:
                continue
            for name, piece in wanted:
                if piece in data:
                    return "found %s %s" % (line.split()[-1], name)
    return "clean"


port = listen()
child = subprocess.Popen([a.replace("PORT", str(port)) for a in sys.argv[6:]],
                         stdout=subprocess.DEVNULL)
try:
    if not stalled.wait(30):
        print("the server was not asked")
        sys.exit(1)
    time.sleep(0.5)
    os.kill(child.pid, signal.SIGSTOP)
    try:
        print(search(child.pid))
    except PermissionError:
        print("refused")
finally:
    child.kill()
    child.wait()
