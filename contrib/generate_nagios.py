# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of Nagios and of NRPE."""

import textwrap

NAGIOS = """\
# SPDX-License-Identifier: GPL-3.0-or-later
#
# weblife-commands.cfg - a command for each program; written by
# contrib/generate.py from their --help: do not edit.
#
# $ARG1$ is what is checked, $ARG2$ any further options, with their values:
#	check_command	check_mx_weblife!example.jp!--nameservers
#
# In Japanese: put "/usr/bin/env LC_ALL=C.UTF-8 LANGUAGE=ja" before the program.
#
# The advice of check_spf_weblife ends in ~all.  Nagios deletes from
# $SERVICEOUTPUT$ and $LONGSERVICEOUTPUT$ what illegal_macro_output_chars in
# nagios.cfg names, as it is shipped also ~, and "all" in a notification means
# that everybody may send.  None of the other characters is in the texts of
# these programs, so that it is enough, and safe, to leave out the tilde:
#	illegal_macro_output_chars=`$&|'"<>
"""

NRPE = """\
# SPDX-License-Identifier: GPL-3.0-or-later
#
# weblife.cfg - the programs behind NRPE, to be put into /etc/nagios/nrpe.d;
# written by contrib/generate.py from their --help: do not edit, copy.
#
# Debian builds NRPE without arguments of the caller: what is checked stands
# here.  --timeout is below the 10 s that check_nrpe waits itself; who raises
# it gives check_nrpe a longer -t, too, and nrpe.cfg a longer command_timeout.
#
# In Japanese: put "/usr/bin/env LC_ALL=C.UTF-8 LANGUAGE=ja" before the program.
#
# check_poll_interval reads a log of the mail server: the user of NRPE needs
# its group (usermod -a -G adm nagios).  A fresh Debian 12 has a journal only
# and no /var/log/mail.log.  There (group systemd-journal), in one line:
#	command[check_poll_interval]=journalctl -u dovecot --since -2h
#	    -o short-iso | PLUGINDIR/check_poll_interval
#	    --timeout 8 --log -
"""

# What $ARG1$ is for in Nagios, and an example of it for NRPE.
SUBJECTS = {
    "check_mx_weblife": ("--domain $ARG1$", "--domain example.jp"),
    "check_spf_weblife": ("--domain $ARG1$", "--domain example.jp"),
    "check_dnsbl": ("--hostname $ARG1$", "--hostname 192.0.2.1"),
    "check_imap_quota": (
        "--hostname $HOSTADDRESS$ --username $ARG1$",
        "--hostname imap.example.jp --username info@example.jp "
        "--password-file /etc/nagios/weblife/info.secret"),
    "check_poll_interval": ("--log $ARG1$", "--log /var/log/mail.log"),
}
NRPE_SECONDS = 8


def option_list(program):
    """The options of a program, as comment lines."""
    words = []
    for option in program.options:
        word = "--" + option.name
        if option.argument:
            word += "=" + option.argument
        words.append(word)
    return "\n".join(textwrap.wrap(
        ", ".join(words), 78, initial_indent="#   ",
        subsequent_indent="#   ", break_on_hyphens=False))


def nagios_command(program, plugindir):
    return (f"\n# {program.text}\n# Options:\n{option_list(program)}\n"
            "define command {\n"
            f"\tcommand_name\t{program.name}\n"
            f"\tcommand_line\t{plugindir}/{program.name} "
            f"{SUBJECTS[program.name][0]} $ARG2$\n"
            "}\n")


def nrpe_command(program, plugindir):
    return (f"\n# {program.text}\n# Options:\n{option_list(program)}\n"
            f"command[{program.name}]={plugindir}/{program.name} "
            f"--timeout {NRPE_SECONDS} {SUBJECTS[program.name][1]}\n")


def wrapped(text):
    """Comment lines are no wider than a terminal."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, 79, subsequent_indent="# "))
        if line.startswith("# ") and len(line) > 79 else line
        for line in text.split("\n"))


def files(programs, plugindir):
    nagios = NAGIOS + "".join(nagios_command(p, plugindir) for p in programs)
    nrpe = NRPE.replace("PLUGINDIR", plugindir)
    nrpe += "".join(nrpe_command(p, plugindir) for p in programs)
    return {"nagios/weblife-commands.cfg": wrapped(nagios),
            "nrpe/weblife.cfg": wrapped(nrpe)}
