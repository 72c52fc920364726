// SPDX-License-Identifier: BSD-2-Clause
#include "snmp_text.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

struct group {
	const char *word; /* as the file says it */
	const char *family, *group;
};

static const struct group groups[] = {
	{ "Ip", "ipv4", "Ip" },        { "Icmp", "ipv4", "Icmp" },
	{ "IcmpMsg", "ipv4", "Icmp" }, { "Tcp", "any", "Tcp" },
	{ "Udp", "ipv4", "Udp" },      { "UdpLite", "ipv4", "UdpLite" },
	{ "TcpExt", "any", "TcpExt" }, { "IpExt", "ipv4", "IpExt" },
};

/* Of files with a name and a number a line. Longer words before the shorter ones that they begin
 * with. */
static const struct group groups6[] = {
	{ "Ip6", "ipv6", "Ip" },   { "Icmp6", "ipv6", "Icmp" }, { "UdpLite6", "ipv6", "UdpLite" },
	{ "Udp6", "ipv6", "Udp" }, { "Xfrm", "any", "Xfrm" },
};

static const struct {
	const char *group, *name;
} no_counters[] = {
	{ "Ip", "Forwarding" }, { "Ip", "DefaultTTL" }, { "Tcp", "RtoAlgorithm" },
	{ "Tcp", "RtoMin" },    { "Tcp", "RtoMax" },    { "Tcp", "MaxConn" },
	{ "Tcp", "CurrEstab" },
};

/* A stretch of the text, not ended by a zero byte. */
struct piece {
	const char *start;
	size_t length;
};

static bool piece_is(struct piece piece, const char *word)
{
	return strlen(word) == piece.length && !memcmp(piece.start, word, piece.length);
}

static bool next_line(const char **text, struct piece *ret_line)
{
	size_t length = strcspn(*text, "\n");

	if (!**text)
		return false;
	*ret_line = (struct piece){ *text, length };
	*text += length + ((*text)[length] == '\n');
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool next_word(struct piece *line, struct piece *ret_word)
{
	size_t length = 0;

	while (line->length && is_blank(*line->start)) {
		line->start++;
		line->length--;
	}
	while (length < line->length && !is_blank(line->start[length]))
		length++;
	*ret_word = (struct piece){ line->start, length };
	line->start += length;
	line->length -= length;
	return length > 0;
}

/* 1: a counter's value; 0: negative, which only settings are; -1: no number. */
static int parse_count(struct piece word, uint64_t *ret_count)
{
	char digits[24];
	char *end;

	if (!word.length || word.length >= sizeof(digits))
		return -1;
	memcpy(digits, word.start, word.length);
	digits[word.length] = '\0';
	if (strspn(digits + (*digits == '-'), "0123456789") != word.length - (*digits == '-'))
		return -1;
	if (*digits == '-')
		return word.length > 1 ? 0 : -1;
	errno = 0;
	*ret_count = strtoull(digits, &end, 10);
	return errno ? -1 : 1;
}

static bool is_counter(const char *group, struct piece name)
{
	for (size_t i = 0; i < ARRAY_SIZE(no_counters); i++)
		if (!strcmp(no_counters[i].group, group) && piece_is(name, no_counters[i].name))
			return false;
	return true;
}

static void tell(const struct group *group, struct piece name, uint64_t count, snmp_each each,
		 void *data)
{
	struct snmp_counter counter = { group->family, group->group, "", count };

	if (!name.length || name.length >= sizeof(counter.name) || !is_counter(group->group, name))
		return;
	memcpy(counter.name, name.start, name.length);
	each(&counter, data);
}

static int check_pair(struct piece names, struct piece values, struct piece group,
		      struct error *err)
{
	struct piece name, value;
	uint64_t count;
	bool more_names, more_values;

	do {
		more_names = next_word(&names, &name);
		more_values = next_word(&values, &value);
		if (more_values && parse_count(value, &count) < 0)
			return error_set(err, "\"%.*s\" has \"%.*s\" for a number",
					 (int)group.length, group.start, (int)value.length,
					 value.start);
	} while (more_names && more_values);
	if (more_names != more_values)
		return error_set(err, "\"%.*s\" has not as many numbers as names",
				 (int)group.length, group.start);
	return 0;
}

static void tell_pair(struct piece names, struct piece values, const struct group *group,
		      snmp_each each, void *data)
{
	struct piece name, value;
	uint64_t count;

	while (next_word(&names, &name) && next_word(&values, &value))
		if (parse_count(value, &count) > 0)
			tell(group, name, count, each, data);
}

static const struct group *find_group(struct piece word)
{
	if (!word.length || word.start[word.length - 1] != ':')
		return NULL;
	word.length--;
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		if (piece_is(word, groups[i].word))
			return &groups[i];
	return NULL;
}

int snmp_parse(const char *text, snmp_each each, void *data, struct error *err)
{
	struct piece names, values, group, again;

	while (next_line(&text, &names)) {
		const struct group *known;

		if (!next_word(&names, &group))
			continue;
		known = find_group(group);
		if (!next_line(&text, &values) || !next_word(&values, &again) ||
		    again.length != group.length ||
		    memcmp(again.start, group.start, group.length) != 0)
			return error_set(err, "\"%.*s\" has no line of numbers", (int)group.length,
					 group.start);
		if (!known)
			continue;
		if (check_pair(names, values, group, err) < 0)
			return -1;
		tell_pair(names, values, known, each, data);
	}
	return 0;
}

int snmp6_parse(const char *text, snmp_each each, void *data, struct error *err)
{
	struct piece line, name, value;
	uint64_t count;
	int sign;

	while (next_line(&text, &line)) {
		if (!next_word(&line, &name))
			continue;
		sign = next_word(&line, &value) ? parse_count(value, &count) : -1;
		if (sign < 0)
			return error_set(err, "\"%.*s\" has no number", (int)name.length,
					 name.start);
		for (size_t i = 0; sign && i < ARRAY_SIZE(groups6); i++) {
			size_t length = strlen(groups6[i].word);

			if (name.length <= length ||
			    memcmp(name.start, groups6[i].word, length) != 0)
				continue;
			name = (struct piece){ name.start + length, name.length - length };
			tell(&groups6[i], name, count, each, data);
			break;
		}
	}
	return 0;
}
