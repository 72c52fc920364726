// SPDX-License-Identifier: BSD-2-Clause
/*
 * Finds the namespace of drops that the kernel could not place.
 *
 * A packet that waits for a UDP socket has lost its device and its route, so a drop there is known
 * by device number only. The socket that gained drops on that port tells the namespace: when
 * exactly one namespace has such a socket and such a device, the drop is put there; else it stays
 * unplaced. Under a scope of devices or namespaces what then is outside, or still nowhere, is taken
 * out.
 */
#pragma once

#include "evidence.h"
#include "session.h"

/* Works on drops.kernel, drops.tuples and drops.totals; reads sockets.udp and drops.devices. */
void drop_place(const struct session *session, struct evidence *evidence);
