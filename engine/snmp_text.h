// SPDX-License-Identifier: BSD-2-Clause
/*
 * The kernel's protocol counters as /proc prints them.
 *
 * snmp and netstat are pairs of lines, "Group: Name ..." above "Group: 1 ..."; snmp6 has one name
 * and number a line, the group in front of the name, and so has xfrm_stat. Kernels differ in names
 * and in their number, so names are taken as they stand; lines of groups that nobody asks for are
 * passed over. Numbers that are settings or levels, not counters (Forwarding, CurrEstab ...), are
 * left out.
 */
#pragma once

#include <stdint.h>

#include "error.h"

struct snmp_counter {
	const char *family; /* "ipv4", "ipv6", or "any" for what both share */
	const char *group;  /* Ip Icmp Tcp Udp UdpLite TcpExt IpExt Xfrm */
	char name[64];
	uint64_t count;
};

typedef void (*snmp_each)(const struct snmp_counter *counter, void *data);

/* A line of values that does not fit its line of names is an error; nothing of it is told. */
int snmp_parse(const char *text, snmp_each each, void *data, struct error *err);
int snmp6_parse(const char *text, snmp_each each, void *data, struct error *err);
