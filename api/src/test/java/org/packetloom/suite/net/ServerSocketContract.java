// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

/** What {@link java.net.ServerSocket} promises. A row extends this class and gives its sockets. */
public abstract class ServerSocketContract extends CountedRow
    implements ServerStates, ServerAccepting, ServerTimeouts, ServerSettings, ServerMaking {}
