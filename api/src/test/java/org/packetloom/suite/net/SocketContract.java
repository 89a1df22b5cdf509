// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.net;

/** What {@link java.net.Socket} promises. A row extends this class and gives it its sockets. */
public abstract class SocketContract extends CountedRow
    implements SocketStates,
        SocketConnecting,
        SocketStreams,
        SocketStreamEnds,
        SocketHalves,
        SocketTimeouts,
        SocketClosing,
        SocketInterrupts,
        SocketRaces,
        SocketSettings,
        SocketFamilies,
        SocketMaking {}
