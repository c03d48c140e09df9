#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""readme.py README FOLDER: runs the commands of README; for readme.sh.

A command is a line of an indented block that begins with "$ " or with one of
the words of COMMANDS; what stands behind it at two blanks says what it does.
Lines that follow a "$ " are its output, folded; "..." stands for what is left
out.  Writes p or f for each into FOLDER/results, and what failed on stdout.
"""
import os
import re
import subprocess
import sys

COMMANDS = ("sh autoreconf ./configure make apt-get cp echo icinga2 install "
            "editor journalctl check_mx_weblife check_spf_weblife "
            "check_dnsbl check_imap_quota check_poll_interval").split()

HERE = r"check_|journalctl|install|editor"
# Builds unless that was done: contrib/test.sh does it before, but for quick.
BUILT = r"sh contrib/demo\.sh example\.jp"

# Where a command is run that is not run here, and a word of that file.
ELSEWHERE = [
    (r"sh contrib/test\.sh", ".ci/run", "contrib/test.sh"),
    (r"sh contrib/demo\.sh$", "contrib/test.sh", "contrib/demo.sh"),
    (r"autoreconf|\./configure", "contrib/test.sh", "distcheck"),
    (r"make deb$", "tests/plain/package.sh", "make deb"),
    (r"apt-get install|cp weblife-commands|make && make install|icinga2 daemon"
     r"|echo 'object Service", "tests/e2e/icinga2_example.sh", "README"),
]


def blocks(text):
    """The indented blocks, without their four blanks."""
    for block in re.findall(r"(?:^    .*\n)+", text, re.M):
        yield [line[4:] for line in block.splitlines()]


def complete(command):
    """Whether the shell would not ask for more."""
    return not command.endswith("\\") and command.count("'") % 2 == 0


def commands(lines):
    """(command, whether its output follows, that output)."""
    found = []
    for line in lines:
        if found and not complete(found[-1][0]):
            found[-1][0] += "\n" + line
        elif line.startswith("$ "):
            found.append([line[2:], True, ""])
        elif line.split(" ")[0] in COMMANDS:
            found.append([re.split(r" {2,}", line)[0], False, ""])
        elif found and found[-1][1]:
            found[-1][2] += " " + line
    return found


def flat(text):
    return " ".join(re.sub(r"([| ])time=[0-9][^ ]*", r"\1time=T", text).split())


def shown(wanted, got):
    """Whether got is what is shown; "..." leaves something out."""
    # Japanese is folded where there is no blank.
    if not wanted.isascii():
        got = flat(got).replace(" ", "")
        pieces = flat(wanted).replace(" ", "").split("...")
        return re.fullmatch(".*".join(map(re.escape, pieces)), got)
    pieces = [re.escape(piece) for piece in flat(wanted).split(" ...")]
    return re.fullmatch(" .*".join(pieces) if len(pieces) > 1 else pieces[0],
                        flat(got) + " ") or \
        re.fullmatch(".*".join(pieces), flat(got))


def elsewhere(command, top):
    for pattern, place, word in ELSEWHERE:
        if re.match(pattern, command):
            path = os.path.join(top, place)
            with open(path) as f:
                return None if word in f.read() else \
                    "%s does not run it" % place
    return "no test runs it"


def run(command, top):
    """What is wrong, or None, and the output."""
    done = subprocess.run(["sh", "-c", command], cwd=top,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE,
                          universal_newlines=True)
    if done.stderr:
        return "stderr: " + done.stderr, done.stdout
    if done.returncode not in (range(3) if "check_" in command else (0,)):
        return "exit %d" % done.returncode, done.stdout
    return None, done.stdout


def main(readme, work):
    top = os.path.dirname(os.path.abspath(readme))
    with open(readme) as f:
        found = [c for block in blocks(f.read()) for c in commands(block)]
    with open(os.path.join(work, "results"), "a") as results:
        for command, _, wanted in found:
            got = ""
            if re.match(HERE, command):
                wrong, got = run(command, top)
            elif re.match(BUILT, command):
                if not os.path.exists(os.path.join(top, "build-demo")):
                    continue
                wrong, got = run(command, top)
            else:
                wrong = elsewhere(command, top)
            if not wrong and wanted and not shown(wanted, got):
                wrong = "README shows: " + flat(wanted)
            results.write("f\n" if wrong else "p\n")
            if wrong:
                print("readme: FAIL: %s\n\t%s\n\t%s" % (command, wrong,
                                                     flat(got)))
            elif os.environ.get("VERBOSE"):
                print("readme: pass: " + command)


main(*sys.argv[1:])
