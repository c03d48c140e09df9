#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# needs: LOGIN_LINES
#
# The lines of real servers' logs that others published: each is told right.

exec "${builddir:-.}/tests/loginlines" "$LOGIN_LINES"
