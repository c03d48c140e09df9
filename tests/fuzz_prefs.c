/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "prefs.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct prefs prefs = { 0 };
	const char *name;
	size_t i = 0, names = 0;

	prefs_parse(&prefs, (const char *)data, size, "mail.");
	while ((name = prefs_name(&prefs, "mail.", &i)) != NULL) {
		if (strncmp(name, "mail.", 5) != 0 ||
		    prefs_get(&prefs, name) == NULL)
			abort();
		names++;
	}
	if (names > prefs.count)
		abort();
	prefs_clear(&prefs);
	return 0;
}
