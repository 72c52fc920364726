// SPDX-License-Identifier: BSD-2-Clause
/* The skeleton of the one linked BPF object, with the types that its constants are made of. */
#pragma once

#include "scope_filter.h"
#include "virtnet.h"

#include "netdoctor.skel.h"
