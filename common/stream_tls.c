/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "clock.h"
#include "die.h"
#include "i18n.h"
#include "ip.h"
#include "stream.h"
#include "stream_impl.h"
#include "text.h"

#define DATE_MAX 32
#define NAMES_MAX 192

struct tls_state {
	SSL_CTX *context;
	SSL *ssl;
	bool insecure;
	bool begun;		/* the handshake is done */
};

void
tls_free(struct stream *stream)
{
	struct tls_state *tls = stream->tls;

	if (tls == NULL)
		return;
	/* Says that we are done; the other side's answer is not waited for. */
	if (tls->begun && (stream->fault == STREAM_WELL ||
	    stream->fault == STREAM_PROTOCOL))
		SSL_shutdown(tls->ssl);
	SSL_free(tls->ssl);
	SSL_CTX_free(tls->context);
	free(tls);
	stream->tls = NULL;
}

static enum io
io_of(struct tls_state *tls, int result)
{
	int error = errno;

	switch (SSL_get_error(tls->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		return IO_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return IO_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return IO_CLOSED;
	case SSL_ERROR_SYSCALL:
		errno = error;
		return error == 0 ? IO_CLOSED : IO_ERROR;
	default:
		errno = EPROTO;
		return IO_ERROR;
	}
}

enum io
tls_read(struct stream *stream, void *octets, size_t n, size_t *done)
{
	int result;

	ERR_clear_error();
	errno = 0;
	result = SSL_read_ex(stream->tls->ssl, octets, n, done);
	return result == 1 ? IO_DONE : io_of(stream->tls, result);
}

enum io
tls_write(struct stream *stream, const void *octets, size_t n, size_t *done)
{
	int result;

	ERR_clear_error();
	errno = 0;
	result = SSL_write_ex(stream->tls->ssl, octets, n, done);
	return result == 1 ? IO_DONE : io_of(stream->tls, result);
}

static int64_t
seconds_of(const ASN1_TIME *time)
{
	struct tm tm;

	return ASN1_TIME_to_tm(time, &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

static const char *
date_of(const ASN1_TIME *time, char date[DATE_MAX])
{
	struct tm tm;

	if (ASN1_TIME_to_tm(time, &tm) != 1 ||
	    strftime(date, DATE_MAX, "%Y-%m-%d", &tm) == 0)
		memcpy(date, "?", 2);
	return date;
}

static void
append_name(char *names, const char *name)
{
	size_t n = strlen(names);

	snprintf(names + n, NAMES_MAX - n, "%s%s", n > 0 ? ", " : "", name);
}

static void
append_general_name(char *names, const GENERAL_NAME *name)
{
	const ASN1_STRING *string;
	char text[NAMES_MAX];
	struct ip ip = { 0 };
	int n;

	if (name->type == GEN_DNS) {
		string = name->d.dNSName;
		append_name(names, text_clean(text, sizeof(text),
		    ASN1_STRING_get0_data(string),
		    (size_t)ASN1_STRING_length(string)));
	} else if (name->type == GEN_IPADD) {
		n = ASN1_STRING_length(name->d.iPAddress);
		if (n != 4 && n != 16)
			return;
		ip.version = n == 4 ? 4 : 6;
		memcpy(ip.bytes, ASN1_STRING_get0_data(name->d.iPAddress),
		    (size_t)n);
		append_name(names, ip_text(&ip, text));
	}
}

/* The names and addresses the certificate is for, cleaned. */
static const char *
names_of(X509 *certificate, char names[NAMES_MAX])
{
	GENERAL_NAMES *list;
	int i;

	names[0] = '\0';
	list = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL,
	    NULL);
	for (i = 0; i < sk_GENERAL_NAME_num(list); i++)
		append_general_name(names, sk_GENERAL_NAME_value(list, i));
	GENERAL_NAMES_free(list);
	if (names[0] == '\0')
		return _("no host name at all");
	text_cut(names, NAMES_MAX - 1);
	return names;
}

static const char *
issuer_of(X509 *certificate, char name[NAMES_MAX])
{
	char text[NAMES_MAX];
	X509_NAME *issuer = X509_get_issuer_name(certificate);
	int nids[] = { NID_organizationName, NID_commonName };
	size_t i;

	for (i = 0; i < 2; i++)
		if (X509_NAME_get_text_by_NID(issuer, nids[i], text,
		    sizeof(text)) > 0)
			return text_clean_string(name, NAMES_MAX, text);
	return _("an unnamed authority");
}

static long
days_ago(const ASN1_TIME *time)
{
	return (long)((clock_wall() - seconds_of(time)) / 86400);
}

static void
fail_dates(struct stream *stream, X509 *certificate, int depth, int error)
{
	const ASN1_TIME *end = X509_get0_notAfter(certificate);
	char date[DATE_MAX], issuer[NAMES_MAX];

	if (error == X509_V_ERR_CERT_NOT_YET_VALID)
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate of %s is valid only from %s on: look "
		    "at the clock of this host too"), stream->host,
		    date_of(X509_get0_notBefore(certificate), date));
	else if (depth == 0)
		stream_fail(stream, STREAM_CERTIFICATE,
		    ngettext("the certificate of %s expired on %s, %ld day "
		    "ago", "the certificate of %s expired on %s, %ld days "
		    "ago", (unsigned long)days_ago(end)), stream->host,
		    date_of(end, date), days_ago(end));
	else
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate of %s hangs on that of an "
		    "authority, which expired on %s (issued by %s)"),
		    stream->host, date_of(end, date),
		    issuer_of(certificate, issuer));
}

static void
fail_certificate(struct stream *stream, X509 *certificate, int depth,
    int error)
{
	char text[NAMES_MAX];

	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		fail_dates(stream, certificate, depth, error);
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate is not for %s, it is for: %s"),
		    stream->host, names_of(certificate, text));
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate of %s is signed by itself, by no "
		    "authority"), stream->host);
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate of %s is issued by %s, which this "
		    "host does not know"), stream->host,
		    issuer_of(certificate, text));
		break;
	default:
		stream_fail(stream, STREAM_CERTIFICATE,
		    _("the certificate of %s is not accepted: %s"),
		    stream->host, text_clean_string(text, sizeof(text),
		    X509_verify_cert_error_string(error)));
		break;
	}
}

static void
note_certificate(struct stream *stream, X509 *certificate)
{
	stream->certificate_end =
	    seconds_of(X509_get0_notAfter(certificate));
	stream->has_certificate = true;
}

/* Called by OpenSSL for each certificate of the chain: the only place where
 * one that is refused can be looked at. */
static int
verify(int well, X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(store,
	    SSL_get_ex_data_X509_STORE_CTX_idx());
	struct stream *stream = SSL_get_app_data(ssl);

	if (X509_STORE_CTX_get0_cert(store) != NULL)
		note_certificate(stream, X509_STORE_CTX_get0_cert(store));
	if (well || stream->tls->insecure)
		return 1;
	fail_certificate(stream, X509_STORE_CTX_get_current_cert(store),
	    X509_STORE_CTX_get_error_depth(store),
	    X509_STORE_CTX_get_error(store));
	return 0;
}

static bool
load_authorities(SSL_CTX *context, const struct stream_tls *tls,
    struct stream *stream)
{
	const char *dir = tls->ca_dir;
	struct stat st;

	if (dir == NULL && tls->ca_file == NULL)
		dir = STREAM_CA_DIR;
	/* a FIFO would hold us up: OpenSSL knows no deadline */
	if (tls->ca_file != NULL && (stat(tls->ca_file, &st) == -1 ||
	    !S_ISREG(st.st_mode) ||
	    SSL_CTX_load_verify_file(context, tls->ca_file) != 1)) {
		stream_fail(stream, STREAM_LOCAL,
		    _("--ca-file %s: no certificate in PEM format can be "
		    "read from it"), tls->ca_file);
		return false;
	}
	if (dir == NULL)
		return true;
	if (stat(dir, &st) == -1 || !S_ISDIR(st.st_mode) ||
	    SSL_CTX_load_verify_dir(context, dir) != 1) {
		stream_fail(stream, STREAM_LOCAL,
		    _("--ca-dir %s: not a folder that can be read"), dir);
		return false;
	}
	return true;
}

static bool
expect_name(SSL *ssl, const char *host)
{
	struct ip ip;

	if (ip_parse(&ip, host))
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl),
		    host) == 1;
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set_tlsext_host_name(ssl, host) == 1 &&
	    SSL_set1_host(ssl, host) == 1;
}

static bool
prepare(struct stream *stream, const struct stream_tls *config)
{
	struct tls_state *tls = stream->tls;

	tls_memory();
	/* The administrator's openssl.cnf is not ours, and costs a file. */
	OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	tls->insecure = config->insecure;
	tls->context = SSL_CTX_new(TLS_client_method());
	if (tls->context == NULL ||
	    SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION) != 1)
		return false;
	SSL_CTX_set_options(tls->context, SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(tls->context, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	if (!config->insecure &&
	    !load_authorities(tls->context, config, stream))
		return false;
	tls->ssl = SSL_new(tls->context);
	if (tls->ssl == NULL || !expect_name(tls->ssl, stream->host) ||
	    SSL_set_fd(tls->ssl, stream->fd) != 1)
		return false;
	SSL_set_app_data(tls->ssl, stream);
	SSL_set_verify(tls->ssl, SSL_VERIFY_PEER, verify);
	return true;
}

static void
fail_handshake(struct stream *stream, unsigned long error)
{
	char text[160];

	switch (ERR_GET_REASON(error)) {
	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_HTTP_REQUEST:
	case SSL_R_PACKET_LENGTH_TOO_LONG:
		stream_fail(stream, STREAM_TLS,
		    _("%s does not speak TLS on this port: it may want --tls "
		    "starttls, or another --port"), stream->host);
		break;
	case SSL_R_UNSUPPORTED_PROTOCOL:
	case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
		stream_fail(stream, STREAM_TLS,
		    _("%s offers no TLS of version 1.2 or newer"),
		    stream->host);
		break;
	default:
		stream_fail(stream, STREAM_TLS,
		    _("the TLS handshake with %s failed: %s"), stream->host,
		    text_clean_string(text, sizeof(text), error == 0 ?
		    "?" : ERR_reason_error_string(error)));
		break;
	}
}

static void
shake_hands(struct stream *stream)
{
	struct tls_state *tls = stream->tls;
	enum io io = IO_DONE;
	int result;

	do {
		ERR_clear_error();
		errno = 0;
		result = SSL_connect(tls->ssl);
		stream->asked = true;
		if (result == 1)
			break;
		io = io_of(tls, result);
		if (io == IO_ERROR && errno == EPROTO)
			fail_handshake(stream, ERR_peek_error());
	} while (stream_io(stream, io));
	tls->begun = result == 1;
	stream->rounds += SSL_version(tls->ssl) >= TLS1_3_VERSION ? 1 : 2;
	if (tls->begun && !stream->has_certificate)
		stream_fail(stream, STREAM_TLS,
		    _("%s showed no certificate"), stream->host);
}

/* In TLS the client speaks first: whatever a server has sent by now was not
 * protected, and may come from somebody in between (CVE-2011-0411). */
static bool
is_injected(const struct stream *stream)
{
	char octet;

	return stream->at != stream->end ||
	    (stream->received &&
	    recv(stream->fd, &octet, 1, MSG_PEEK | MSG_DONTWAIT) > 0);
}

void
stream_start_tls(struct stream *stream, const struct stream_tls *tls)
{
	stream_flush(stream);
	if (stream->fault != STREAM_WELL)
		return;
	if (is_injected(stream)) {
		stream_fail(stream, STREAM_INJECTED,
		    _("plain text came from %s where TLS was to begin: "
		    "somebody may be in between"), stream->host);
		return;
	}
	stream_stage(stream, _("the TLS handshake"));
	stream->tls = xcalloc(1, sizeof(*stream->tls));
	if (!prepare(stream, tls)) {
		stream_fail(stream, STREAM_LOCAL,
		    _("TLS cannot be set up on this host"));
		return;
	}
	shake_hands(stream);
}
