// SPDX-License-Identifier: BSD-2-Clause
/*
 * A kernel whose answers are the fuzzer's: files of /proc and /sys, and netlink.
 *
 * The targets are linked with --wrap for fopen, sendmsg and recvmsg, so that the readers and libnl
 * run as they are. Folders and links are those of tests/recorded/6.1.txt.
 *
 *  files    the input is cut at 0xff; each file that is opened is the next part, and beyond the
 * last one no file is there netlink  the input is datagrams, each behind its length in two bytes; a
 * message's sequence and port are set to what was asked, and when no datagram is left, the dump is
 * done
 *
 * With FUZZ_SEEDS=FOLDER the program instead writes down what this machine's own kernel, and the
 * recorded one, answer: an input for each probe.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "probe.h"

enum fake { FAKE_FILES, FAKE_NETLINK };

/* Reads with these probes (the list ends with NULL): the first byte says which. */
void fake_kernel_read(enum fake fake, const struct probe *const *probes, const uint8_t *bytes,
		      size_t size);
/* To be called once; writes the seeds and exits when it is asked for them. */
void fake_kernel_start(enum fake fake, const struct probe *const *probes);
