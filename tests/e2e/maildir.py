#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""maildir.py DIR: the mailboxes of lib-dovecot.sh, as Maildir files in DIR.

Limits bind deliveries, too, so that the mail of users that are over their
quota cannot be delivered: the files are written.
"""
import os
import sys
import time

DAY = 86400

# user: (number of messages, octets of each body, age in days)...
MAIL = {
    "alice": [(5, 10000, 0)],
    "half": [(5, 10000, 0)],
    "near": [(9, 10000, 0)],
    "over": [(6, 10000, 0)],
    "two": [(2, 10000, 0)],
    "old": [(30, 4000, 400), (10, 2000, 1)],
    "noquota": [],
    "unlimited": [(1, 1000, 0)],
    "broken": [],
}


def message(user, number, size):
    lines = ["From: a@example.test", "To: %s@example.test" % user,
             "Subject: message %d" % number, ""]
    full, rest = divmod(size, 76)
    lines += ["x" * 76] * full + ["x" * rest]
    return "\n".join(lines) + "\n"


def fill(top, user, batches):
    box = os.path.join(top, user + "@example.test", "Maildir")
    for folder in ("cur", "new", "tmp"):
        os.makedirs(os.path.join(box, folder), exist_ok=True)
    number = 0
    for count, size, age in batches:
        when = int(time.time()) - age * DAY
        for _ in range(count):
            number += 1
            path = os.path.join(box, "new", "%d.M%dP1.host" % (when, number))
            with open(path, "w") as f:
                f.write(message(user, number, size))
            # Dovecot takes a message's date of arrival from here.
            os.utime(path, (when, when))


for name, mail in MAIL.items():
    fill(sys.argv[1], name, mail)
