#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""delay.py PORT TARGET MS: a TCP relay on 127.0.0.1 that passes everything on
MS milliseconds late, each way; the connection itself is not delayed."""
import asyncio
import sys
import time

PORT, TARGET, DELAY = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


async def pump(reader, writer):
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
        queue.put_nowait((time.monotonic() + DELAY / 1000, data))
    await sender


async def serve(reader, writer):
    upstream_reader, upstream_writer = await asyncio.open_connection(
        "127.0.0.1", TARGET)
    await asyncio.gather(pump(reader, upstream_writer),
                         pump(upstream_reader, writer),
                         return_exceptions=True)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
