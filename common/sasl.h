/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sasl.h - what SASL mechanisms say (RFC 4616 PLAIN, RFC 2195 CRAM-MD5), and
 * Base64 (RFC 4648 4).  Texts hold secrets: sasl_free() wipes them.
 */
#ifndef WEBLIFE_SASL_H
#define WEBLIFE_SASL_H

#include <stdbool.h>
#include <stddef.h>

#include "secret.h"

/* Octets in Base64, with padding, without line ends. */
char	*sasl_base64(const void *octets, size_t n);

/* The octets of Base64 text, which is padded and has no blanks, into octets
 * of size; false for what is none or too long. */
bool	sasl_unbase64(void *octets, size_t size, size_t *n, const char *text);

/* PLAIN's one message, in Base64. */
char	*sasl_plain(const char *user, const struct secret *secret);

/* The answer to CRAM-MD5's challenge (Base64, as received), in Base64; NULL
 * for a challenge that is none, or when there is no MD5 here. */
char	*sasl_cram_md5(const char *user, const struct secret *secret,
	    const char *challenge);

void	sasl_free(char *text);

#endif
