/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A macro-string, and the octets of sender, HELO and domain: the parts of the
 * input are divided by line ends. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "spf_macro.h"
#include "spf_name.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes a line off the front of text. */
static char *
line_take(char **text)
{
	char *line = *text, *end = strchr(line, '\n');

	if (end != NULL)
		*end++ = '\0';
	else
		end = line + strlen(line);
	*text = end;
	return line;
}

static void
expand(const char *text, const struct spf_values *values, bool exp_text)
{
	char name[SPF_NAME_MAX], *expanded;
	size_t length;

	expanded = spf_macro_expand(&length, text, strlen(text), values,
	    exp_text);
	if (expanded == NULL)
		return;
	if (expanded[length] != '\0')
		abort();
	if (spf_name(name, expanded, length) && strlen(name) >= SPF_NAME_MAX)
		abort();
	free(expanded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy, *rest, name[SPF_NAME_MAX];
	struct spf_values values = { .ip = { 4, { 192, 0, 2, 1 } },
	    .receiver = "rx.example.net", .time = 1700000000 };
	const char *text;

	if (size > 4096)
		return 0;
	copy = malloc(size + 1);
	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	copy[size] = '\0';
	rest = copy;
	text = line_take(&rest);
	values.local = line_take(&rest);
	values.origin = line_take(&rest);
	values.helo = line_take(&rest);
	values.domain = line_take(&rest);
	values.validated = *rest != '\0' ? rest : NULL;
	(void)spf_macro_letters(text, strlen(text));
	expand(text, &values, false);
	values.ip.version = 6;
	expand(text, &values, true);
	if (spf_name(name, values.domain, strlen(values.domain)))
		(void)spf_name_valid(name);
	(void)spf_name_valid(values.domain);
	free(copy);
	return 0;
}
