# SPDX-License-Identifier: GPL-3.0-or-later
"""maillog.py END CLIENT...: the log of two hours before END (seconds since
1970), sorted, in Dovecot's lines behind RFC 3339 stamps.

A CLIENT is "USER ADDRESS PROTOCOL INTERVAL[xCONNECTIONS][~JITTER][-LOST]":
seconds between fetches, logins per fetch, percent of jitter, percent lost.
Option -s gives syslog's old stamps, in the zone of TZ.
"""
import random
import re
import sys
import time

old = sys.argv[1] == "-s"
end, clients = int(sys.argv[1 + old]), sys.argv[2 + old:]
random.seed(1)
lines = []
for n, client in enumerate(clients):
    user, ip, protocol, pattern = client.split()
    interval, conns, jitter, lost = re.match(
        r"(\d+)(?:x(\d+))?(?:~(\d+))?(?:-(\d+))?$", pattern).groups()
    interval = int(interval)
    t = end - 7200 + n + 30
    while t <= end:
        if random.random() * 100 >= int(lost or 0):
            for i in range(int(conns or 1)):
                lines.append((int(t) + i, user, ip, protocol))
        t += interval * (1 + random.uniform(-1, 1) * int(jitter or 0) / 100)
for t, user, ip, protocol in sorted(lines):
    stamp = time.strftime("%b %e %H:%M:%S", time.localtime(t)) if old else \
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))
    print(f"{stamp} mail dovecot: {protocol}-login: Login: user=<{user}>, "
          f"method=PLAIN, rip={ip}, lip=192.0.2.1, mpid=1, TLS")
