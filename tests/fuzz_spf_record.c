/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An SPF record: read term by term, judged, walked and evaluated; a DMARC
 * record from the same octets. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dmarc.h"
#include "spf.h"
#include "spf_target.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
term_use(const struct spf_reader *reader, const struct spf_term *term)
{
	const struct spf_values values = { .ip = { 6, { 0x20, 1 } },
	    .local = "lo-cal", .origin = "example.net",
	    .domain = "x.example.jp", .helo = "", .receiver = "unknown" };
	char name[SPF_NAME_MAX];

	if (term->text < reader->text || term->length == 0 ||
	    term->text + term->length > reader->text + reader->length)
		abort();
	if (term->prefix4 > 32 || term->prefix6 > 128)
		abort();
	if (term->spec != NULL && (term->spec < term->text ||
	    term->spec + term->spec_length > term->text + term->length))
		abort();
	if (spf_target(name, term, &values))
		(void)spf_name_valid(name);
	(void)spf_term_letters(term);
	(void)spf_kind_name(term->kind);
}

static void
record_use(const char *text, size_t size)
{
	struct spf_reader reader;
	struct spf_term term;
	struct spf_fault fault;
	bool right = true;

	spf_begin(&reader, text, size);
	for (;;) {
		if (spf_next(&reader, &term))
			term_use(&reader, &term);
		else if (reader.error == SPF_FINE)
			break;
		else
			right = false;
	}
	if (spf_check(&fault, text, size)) {
		if (!right)
			abort();
	} else if (fault.start + fault.length > size || fault.number == 0 ||
	    *spf_error_text(fault.error) == '\0')
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct dmarc_record record;

	if (spf_is_record(text, size))
		record_use(text, size);
	if (dmarc_is_record(text, size) && dmarc_parse(&record, text, size))
		(void)dmarc_policy_name(record.policy);
	return 0;
}
