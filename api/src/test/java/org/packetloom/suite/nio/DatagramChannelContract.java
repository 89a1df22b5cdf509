// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

/** What every datagram channel promises. */
public abstract class DatagramChannelContract extends ChannelContract
    implements DatagramChannelStates,
        DatagramChannelTransfers,
        DatagramChannelInterrupts,
        DatagramChannelGroups,
        DatagramSocketAdaptors {}
