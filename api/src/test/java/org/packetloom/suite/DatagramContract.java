// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/**
 * What every socket of datagrams promises. A row extends this class, and says how two of them are
 * opened and what they can do.
 */
public abstract class DatagramContract
    implements DatagramTransfer,
        DatagramBatches,
        DatagramPeers,
        DatagramTries,
        DatagramDeadlines,
        DatagramInterrupts,
        DatagramQueues,
        DatagramClose,
        DatagramFull {}
