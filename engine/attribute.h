// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a netlink attribute holds, if it is long enough for it: libnl's own getters read as far as
 * their type goes, or to a NUL that another kernel, or a broken module, need not have written.
 */
#pragma once

#include <stdint.h>
#include <string.h>

#include <netlink/attr.h>

/* Belongs to the message; "" for no attribute, and for one that does not end with a NUL. */
static inline const char *attribute_text(const struct nlattr *attribute)
{
	const char *text = attribute ? nla_data(attribute) : NULL;

	return text && nla_len(attribute) > 0 && !text[nla_len(attribute) - 1] ? text : "";
}

/* Each 0 for no attribute, and for one that is too short. */
static inline uint8_t attribute_u8(const struct nlattr *attribute)
{
	return attribute && nla_len(attribute) >= 1 ? *(const uint8_t *)nla_data(attribute) : 0;
}

static inline uint16_t attribute_u16(const struct nlattr *attribute)
{
	uint16_t number = 0;

	if (attribute && nla_len(attribute) >= (int)sizeof(number))
		memcpy(&number, nla_data(attribute), sizeof(number));
	return number;
}

static inline uint32_t attribute_u32(const struct nlattr *attribute)
{
	uint32_t number = 0;

	if (attribute && nla_len(attribute) >= (int)sizeof(number))
		memcpy(&number, nla_data(attribute), sizeof(number));
	return number;
}
