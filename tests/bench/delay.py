#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""delay.py PORT TARGET MS: a TCP relay on 127.0.0.1 that passes everything on
MS milliseconds late, each way; the connection itself is not delayed.  At a
connection's end it prints its round trips: how often the client spoke and
then heard something."""
import asyncio
import sys
import time

PORT, TARGET, DELAY = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


class Turns:
    def __init__(self):
        self.count = 0
        self.client_spoke = False

    def note(self, client):
        self.count += self.client_spoke and not client
        self.client_spoke = client


async def pump(reader, writer, turns, client):
    queue = asyncio.Queue()

    async def late():
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - time.monotonic()))
            if not data:
                writer.close()
                return
            writer.write(data)

    sender = asyncio.ensure_future(late())
    data = b"-"
    while data:
        try:
            data = await reader.read(65536)
        except OSError:
            data = b""
        if data:
            turns.note(client)
        queue.put_nowait((time.monotonic() + DELAY / 1000, data))
    await sender


async def serve(reader, writer):
    upstream_reader, upstream_writer = await asyncio.open_connection(
        "127.0.0.1", TARGET)
    turns = Turns()
    await asyncio.gather(pump(reader, upstream_writer, turns, True),
                         pump(upstream_reader, writer, turns, False),
                         return_exceptions=True)
    print("%d round trips" % turns.count, flush=True)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
