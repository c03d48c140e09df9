# SPDX-License-Identifier: GPL-3.0-or-later
#
# code.awk - C without its comments and what its literals hold: one line
# "FILE:LINE:CODE" for each line of the files.  Names of included files stay.

FNR == 1 {
	comment = 0
}

/^[ \t]*#[ \t]*include/ && !comment {
	print FILENAME ":" FNR ":" $0
	next
}

{
	line = $0
	code = ""
	while (line != "") {
		if (comment) {
			end = index(line, "*/")
			line = end ? substr(line, end + 2) : ""
			comment = !end
			code = code " "
		} else if (match(line, /"|'|\/\*|\/\//)) {
			code = code substr(line, 1, RSTART - 1)
			token = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			if (token == "/*")
				comment = 1
			else if (token == "//")
				line = ""
			else {
				code = code token token
				if (token == "\"")
					match(line, /^([^"\\]|\\.)*"/)
				else
					match(line, /^([^'\\]|\\.)*'/)
				line = RSTART ? substr(line, RLENGTH + 1) : ""
			}
		} else {
			code = code line
			line = ""
		}
	}
	print FILENAME ":" FNR ":" code
}
