// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

/**
 * What every stream promises. A row extends this class, and says how two connected ends are opened
 * and what it can do.
 */
public abstract class StreamContract
    implements StreamTransfer,
        StreamEndings,
        StreamViews,
        StreamDeadlines,
        StreamTimeouts,
        StreamInterrupts,
        StreamCancellation,
        StreamClose,
        StreamRaces,
        StreamQueues,
        StreamMixed,
        StreamTries,
        StreamPeeks,
        StreamUnread,
        StreamLentReads,
        StreamLife,
        StreamFlags,
        StreamFiles,
        StreamDescriptors,
        StreamWriteQueues,
        StreamWriteQueueEnds,
        StreamPlatformThreads {}
