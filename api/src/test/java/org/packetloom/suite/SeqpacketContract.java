// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/**
 * What every connection of records promises. A row extends this class, and says how two connected
 * ends are opened and what it can do.
 */
public abstract class SeqpacketContract
    implements SeqpacketRecords, SeqpacketWaits, SeqpacketQueues {}
