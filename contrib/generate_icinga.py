# SPDX-License-Identifier: GPL-3.0-or-later
"""The CheckCommands of Icinga 2 and the basket of Icinga Director."""

import json

HEAD = """\
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * weblife-commands.conf - a CheckCommand for each program; written by
 * contrib/generate.py from their --help: do not edit.
 *
 * Each long option is an argument, set by the custom variable of its name:
 * --domain of check_mx_weblife by vars.mx_weblife_domain.  An option that may
 * be repeated takes an array.  An option without a value is set by true.
 *
 * vars.weblife_locale is the language of the texts: "ja" is Japanese.  The
 * daemon itself may run under LANG=C.
 *
 * timeout is that of the program and 5 s more.  Who sets ..._timeout on a
 * service sets its check_timeout to 5 s more, too.
 */

if (!globals.contains("WeblifePluginDir")) {
	const WeblifePluginDir = "%s"
}
"""

SECONDS = 10


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def description(option):
    text = option.text
    if option.letter:
        text += f" (-{option.letter})"
    return text


def argument(program, option):
    variable = f"${program.short}_{option.variable}$"
    kind = "value" if option.argument else "set_if"
    lines = [f'\t\t"--{option.name}" = {{',
             f"\t\t\t{kind} = {quoted(variable)}"]
    if option.repeated:
        lines.append("\t\t\trepeat_key = true")
    lines.append(f"\t\t\tdescription = {quoted(description(option))}")
    lines.append("\t\t}")
    return lines


def command(program):
    timeout = f"vars.{program.short}_timeout"
    lines = ["", f"/* {program.text} */",
             f'object CheckCommand "{program.short}" {{',
             f'\tcommand = [ WeblifePluginDir + "/{program.name}" ]',
             f"\t{timeout} = {SECONDS}",
             f"\ttimeout = {timeout} + 5",
             '\tvars.weblife_locale = "en"',
             "\tenv = {",
             '\t\tLC_ALL = "C.UTF-8"',
             '\t\tLANGUAGE = "$weblife_locale$"',
             "\t}",
             "\targuments = {"]
    for option in program.options:
        lines += argument(program, option)
    return "\n".join(lines + ["\t}", "}", ""])


def director_argument(program, option):
    variable = f"${program.short}_{option.variable}$"
    value = {"description": description(option)}
    if option.argument:
        value["value"] = variable
        if option.repeated:
            value["repeat_key"] = True
    else:
        value["set_if"] = variable
    return value


def datafield(program, option):
    """A field of Director's forms: its type is that of the option."""
    kind, settings = "String", {"visibility": "visible"}
    if not option.argument:
        kind, settings = "Boolean", {}
    elif option.repeated:
        kind, settings = "Array", {}
    return {"varname": f"{program.short}_{option.variable}",
            "caption": option.name,
            "description": description(option),
            "datatype":
                f"Icinga\\Module\\Director\\DataType\\DataType{kind}",
            "format": None, "settings": settings}


def basket(programs, plugindir):
    commands, fields, number = {}, {}, 0
    for program in programs:
        own = []
        for option in program.options:
            number += 1
            fields[str(number)] = datafield(program, option)
            own.append({"datafield_id": number, "is_required": "n",
                        "var_filter": None})
        commands[program.short] = {
            "arguments": {"--" + o.name: director_argument(program, o)
                          for o in program.options},
            "command": f"{plugindir}/{program.name}",
            "disabled": False, "fields": own, "imports": [],
            "is_string": None, "methods_execute": "PluginCheck",
            "object_name": program.short, "object_type": "object",
            "timeout": str(SECONDS + 5), "vars": {}, "zone": None,
        }
    return {"Command": commands, "Datafield": fields}


def files(programs, plugindir):
    text = HEAD % plugindir + "".join(command(p) for p in programs)
    return {"icinga2/weblife-commands.conf": text,
            "icinga2/director-basket.json":
                json.dumps(basket(programs, plugindir), indent=1) + "\n"}
