// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** What every socket channel promises. */
public abstract class SocketChannelContract extends ChannelContract
    implements SocketChannelStates,
        SocketChannelBinds,
        SocketChannelConnects,
        SocketChannelTransfers,
        SocketChannelGathering,
        SocketChannelEnds,
        SocketChannelInterrupts,
        SocketChannelNonBlocking,
        SocketChannelOptions,
        SocketAdaptors,
        SocketAdaptorConnects,
        SocketChannelNeighbours,
        SocketChannelRaces {}
