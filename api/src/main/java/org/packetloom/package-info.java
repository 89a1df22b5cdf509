// SPDX-License-Identifier: Apache-2.0
/** Sockets for virtual threads: connectors named by URIs, deadlines, and how waiting ends. */
@NullMarked
package org.packetloom;

import org.jspecify.annotations.NullMarked;
