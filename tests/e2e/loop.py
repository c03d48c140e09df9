# SPDX-License-Identifier: GPL-3.0-or-later
"""loop.py - sockets and timers for faultserver.py: UDP and TCP on one port."""
import heapq
import itertools
import selectors
import socket
import struct
import time


def far_away(family):
    """A client that does not answer: another address of loopback, or (there
    is one only for IPv6) another port."""
    return "127.0.0.77" if family == socket.AF_INET else "::1"


class Connection:
    def __init__(self, sock, peer):
        self.sock = sock
        self.peer = peer
        self.data = b""


class Loop:
    def __init__(self, options, server):
        self.server = server
        self.options = options
        self.selector = selectors.DefaultSelector()
        self.timers = []
        self.order = itertools.count()
        self.open = 0
        family = socket.AF_INET6 if ":" in options.address \
            else socket.AF_INET
        self.udp = self.bound(family, socket.SOCK_DGRAM, options.port)
        self.udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.selector.register(self.udp, selectors.EVENT_READ, self.readable)
        self.otherport = socket.socket(family, socket.SOCK_DGRAM)
        self.otherport.bind((options.address, 0))
        self.othersource = socket.socket(family, socket.SOCK_DGRAM)
        self.othersource.bind((far_away(family), 0))
        if not options.no_tcp:
            listener = self.bound(family, socket.SOCK_STREAM, options.port)
            listener.listen(64)
            self.selector.register(
                listener, selectors.EVENT_READ, self.acceptable)

    def bound(self, family, kind, port):
        sock = socket.socket(family, kind)
        if kind == socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((self.options.address, port))
        sock.setblocking(False)
        return sock

    def at(self, delay, call):
        heapq.heappush(self.timers,
                       (time.monotonic() + delay, next(self.order), call))

    def run(self):
        print("ready", flush=True)
        while True:
            wait = None
            if self.timers:
                wait = max(0, self.timers[0][0] - time.monotonic())
            for key, _ in self.selector.select(wait):
                key.data(key.fileobj)
            while self.timers and self.timers[0][0] <= time.monotonic():
                heapq.heappop(self.timers)[2]()

    # UDP

    def readable(self, sock):
        for _ in range(1000):
            try:
                packet, peer = sock.recvfrom(65535)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if self.options.max_open and self.open >= self.options.max_open:
                continue
            try:
                self.server.udp(packet, peer, self.sender(peer))
            except (ValueError, IndexError, struct.error) as error:
                print("bad question:", repr(error), flush=True)

    def sender(self, peer):
        def send(packet, delay, how):
            sock = {"": self.udp, "otherport": self.otherport,
                    "othersource": self.othersource}[how]
            self.open += 1

            def now():
                self.open -= 1
                try:
                    sock.sendto(packet, peer)
                except OSError:
                    pass    # too long for UDP, or nobody is there any more
            if delay:
                self.at(delay, now)
            else:
                now()
        return send

    # TCP

    def acceptable(self, listener):
        sock, peer = listener.accept()
        sock.setblocking(False)
        connection = Connection(sock, peer)
        self.selector.register(
            sock, selectors.EVENT_READ, lambda _: self.received(connection))

    def close(self, connection):
        self.selector.unregister(connection.sock)
        connection.sock.close()

    def received(self, connection):
        try:
            data = connection.sock.recv(65535)
        except OSError:
            data = b""
        if not data:
            return self.close(connection)
        connection.data += data
        while len(connection.data) >= 2:
            length, = struct.unpack_from("!H", connection.data)
            if len(connection.data) < 2 + length:
                return None
            packet = connection.data[2:2 + length]
            connection.data = connection.data[2 + length:]
            try:
                reply, kind = self.server.tcp(packet, connection.peer)
            except (ValueError, IndexError, struct.error) as error:
                print("bad question:", repr(error), flush=True)
                return self.close(connection)
            if not self.answer(connection, reply, kind):
                return None
        return None

    def answer(self, connection, reply, kind):
        """False: the connection is closed."""
        if kind == "close":
            self.close(connection)
            return False
        if kind == "drip":
            self.drip(connection, reply)
        elif kind == "cut":
            self.push(connection, reply[:len(reply) // 2])
            self.close(connection)
            return False
        elif kind != "silent":
            self.push(connection, reply)
        return True

    @staticmethod
    def push(connection, data):
        connection.sock.setblocking(True)
        connection.sock.settimeout(5)
        try:
            connection.sock.sendall(data)
        except OSError:
            return False
        finally:
            if connection.sock.fileno() >= 0:
                connection.sock.setblocking(False)
        return True

    def drip(self, connection, rest):
        if connection.sock.fileno() < 0 or not rest:
            return
        if self.push(connection, rest[:1]):
            self.at(0.3, lambda: self.drip(connection, rest[1:]))
