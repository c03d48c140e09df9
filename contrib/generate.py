#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""generate.py - writes what an administrator installs beside the programs.

usage: generate.py PLUGINS FOLDER [PLUGINDIR]

PLUGINS is the folder of the built programs; each is asked for --help, which
comes from the table that also reads its options.  Written are, below FOLDER:
icinga2/weblife-commands.conf, icinga2/director-basket.json,
nagios/weblife-commands.cfg, nrpe/weblife.cfg, graphite/*.ini and
grafana/weblife.json.  The same --help gives the same files, byte by byte.
PLUGINDIR is where the programs will be; /usr/lib/monitoring-plugins-weblife.
"""

import os
import re
import subprocess
import sys

import generate_graphs
import generate_icinga
import generate_nagios

PROGRAMS = ("check_mx_weblife", "check_spf_weblife", "check_dnsbl",
            "check_imap_quota", "check_poll_interval")

# They end the program, and are no use to a monitor.
LEFT_OUT = ("help", "version")

OPTION = re.compile(r"  (?:-(.), |    )--([a-z0-9-]+)(?:=(\S+))?(?: +(.*))?$")


class Option:
    """One row of a program's table of options."""

    def __init__(self, match):
        self.letter, self.name, self.argument, text = match.groups()
        self.text = text or ""
        self.follows = False

    def add(self, text):
        self.text = (self.text + " " + text).strip()

    @property
    def repeated(self):
        return "may be repeated" in self.text or self.follows

    @property
    def variable(self):
        return self.name.replace("-", "_")


class Program:
    """A program: its name, what it does, its options."""

    def __init__(self, name, page):
        self.name = name
        self.short = name[len("check_"):]
        head, _, rest = page.partition("\n\n")
        self.text = " ".join(head.split())
        self.options = [o for o in options_of(rest)
                        if o.name not in LEFT_OUT]


def options_of(page):
    """The options of a page of --help, in its order."""
    options = []
    for line in page.splitlines():
        match = OPTION.match(line)
        if match:
            options.append(Option(match))
        elif options and line.startswith(" " * 12):
            options[-1].add(line.strip())
    all_may_be_repeated(options)
    return options


def all_may_be_repeated(options):
    """One text may speak for those that follow: all that take a place."""
    follows = False
    for option in options:
        option.follows = follows and option.argument in ("FILE", "DIR")
        follows = follows or "the following may be repeated" in option.text


def page_of(plugin):
    """What --help prints in English; it ends with exit code 3."""
    env = dict(os.environ, LC_ALL="C")
    run = subprocess.run([plugin, "--help"], env=env, check=False,
                         stdout=subprocess.PIPE, universal_newlines=True)
    if run.returncode != 3 or not run.stdout:
        sys.exit(f"{plugin} --help: exit {run.returncode}")
    return run.stdout


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: generate.py PLUGINS FOLDER [PLUGINDIR]")
    plugins, folder = sys.argv[1:3]
    plugindir = (sys.argv[3:] or ["/usr/lib/monitoring-plugins-weblife"])[0]
    programs = [Program(n, page_of(os.path.join(plugins, n)))
                for n in PROGRAMS]
    files = {}
    files.update(generate_icinga.files(programs, plugindir))
    files.update(generate_nagios.files(programs, plugindir))
    files.update(generate_graphs.files())
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as out:
            out.write(text)


if __name__ == "__main__":
    main()
