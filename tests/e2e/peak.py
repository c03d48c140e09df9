#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""peak.py CMD... - runs it and tells its peak memory: "peak KIB" on stderr."""
import resource
import subprocess
import sys

code = subprocess.call(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
      file=sys.stderr)
sys.exit(code)
