// SPDX-License-Identifier: Apache-2.0
/** What the sockets and channels of datagrams share; for the packages around this one alone. */
@NullMarked
package org.packetloom.net.packet;

import org.jspecify.annotations.NullMarked;
