#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""net.py - small helpers for lib.sh.

net.py port FILE [OFFSET...]        a free port; FILE remembers those given out
net.py dns ADDR PORT [SECONDS]      waits until a DNS server gives any reply
net.py greeting ADDR PORT [SECONDS] waits until a TCP server says something
net.py inside CMD...                sets the loopback device up and runs it
"""
import fcntl
import os
import random
import socket
import struct
import sys
import time


def is_free(port):
    for family, address in ((socket.AF_INET, "127.0.0.1"),
                            (socket.AF_INET6, "::1")):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            try:
                with socket.socket(family, kind) as s:
                    s.bind((address, port))
            except PermissionError:
                return False
            except OSError as error:
                if family == socket.AF_INET or error.errno == 98:
                    return False
    return True


def port(path, *offsets):
    """Below the range that the kernel gives to clients."""
    offsets = [int(o) for o in offsets] or [0]
    with open(path, "a+") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        f.seek(0)
        given = {int(line) for line in f}
        while True:
            base = random.randrange(12000, 31000)
            ports = [base + o for o in offsets]
            if not given.intersection(ports) and all(map(is_free, ports)):
                f.writelines("%d\n" % p for p in ports)
                print(base)
                return True


def dns(address, number, seconds="20"):
    end = time.monotonic() + float(seconds)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    question = struct.pack("!6H", 1, 0, 1, 0, 0, 0) + b"\0\0\x02\0\x01"
    while time.monotonic() < end:
        with socket.socket(family, socket.SOCK_DGRAM) as s:
            s.settimeout(0.3)
            try:
                s.connect((address, int(number)))
                s.send(question)
                s.recv(4096)
                return True
            except ConnectionRefusedError:
                time.sleep(0.02)
            except socket.timeout:
                pass
    return False


def greeting(address, number, seconds="30"):
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        try:
            with socket.create_connection((address, int(number)), 5) as s:
                if s.recv(100):
                    return True
        except OSError:
            time.sleep(0.02)
    return False


def inside(*command):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        # SIOCSIFFLAGS: IFF_UP and IFF_RUNNING
        fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 0x41))
    os.execvp(command[0], command)


if __name__ == "__main__":
    verb = {"port": port, "dns": dns, "greeting": greeting,
            "inside": inside}[sys.argv[1]]
    sys.exit(0 if verb(*sys.argv[2:]) else 1)
