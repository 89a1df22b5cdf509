// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite;

import java.util.EnumSet;
import java.util.Set;

/** What a row may lack; a test that needs a missing one is skipped by its name. */
public enum Feature {
  /** Waits end at absolute deadlines, set per direction or ambient. */
  DEADLINES,
  /** Reads and writes have rolling timeouts. */
  TIMEOUTS,
  /** An interrupt can end a wait and leave the stream open, or be deferred. */
  INTERRUPT_POLICIES,
  /** An interrupt does not matter to a call that need not wait. */
  INTERRUPT_ONLY_WAITS,
  /** An interrupt can be turned into a request to the peer. */
  CANCELLATION,
  /** {@code tryRead} and {@code tryWrite}. */
  TRY_CALLS,
  /** Peek, unread, read until, lent reads, signs of life, files. */
  LOOKAHEAD,
  /** The system tells what would be read next, be it bytes, an end or an error. */
  SYSTEM_PEEKS,
  /** Writes and reads have flags: those of sockets. */
  FLAGS,
  /** Writes can be queued, to be made in the background. */
  WRITE_QUEUES,
  /** Writes of several threads never interleave. */
  WHOLE_BLOCKS,
  /** Threads that wait in one direction are served in the order in which they came. */
  FIFO_QUEUES,
  /** A call that waits in a queue is closed and interrupted as one that waits for bytes. */
  QUEUE_CONTRACT,
  /** A thread of the platform that waits is seen to wait, not to run. */
  VISIBLE_PLATFORM_WAITS,
  /** Exceptions carry the number of bytes moved. */
  BYTES_MOVED,
  /** Both ends have addresses. */
  ADDRESSES,
  /** It is known who a peer is, by its address or as a user of this machine. */
  KNOWN_PEERS,
  /** One direction ends while the other goes on. */
  HALF_CLOSE,
  /** An end can be closed abruptly: a reset of TCP. */
  RESET,
  /** The input view tells how many bytes are there. */
  AVAILABLE,
  /** The output view refuses to go on after a torn write. */
  TORN_WRITES,
  /** Streams are opened by the hundred, and their numbers, if they have any, are used again. */
  SHORT_LIVED_STREAMS,
  /** There is a folder that lists the open descriptors of this process. */
  DESCRIPTOR_FOLDER,
  /** Structured concurrency is switched on in this JVM. */
  STRUCTURED_CONCURRENCY,
  /** Addresses are host and port; port 0 lets the system choose. */
  PORTS,
  /** The address is a file. */
  SOCKET_FILES,
  /** The address is a name that is there only as long as somebody listens. */
  VANISHING_NAMES,
  /**
   * Datagrams between two local sockets are never lost: a send waits until the receiver has room.
   */
  LOSSLESS_DATAGRAMS,
  /** A truncated datagram is told as such, with its full size. */
  TRUNCATION,
  /** A peer that is gone is told to the connected sender. */
  REFUSED_DATAGRAMS,
  /** A peer can be chosen while a thread waits for datagrams. */
  CONNECT_WHILE_RECEIVING,
  /** A stream is of bytes, which are cut and joined anywhere; without it, of records. */
  BYTE_STREAMS,
  /** Connectors can be opened so that plain calls do not wait. */
  NON_BLOCKING,
  /** A listener serves more than one client at a time. */
  SEVERAL_CLIENTS,
  /** An address has one listener or none, and who connects to none is refused. */
  EXCLUSIVE_LISTENERS,
  /** Who connects after a listener was closed is refused, though its connections go on. */
  REFUSED_BESIDE_CONNECTIONS,
  /** Connecting to a listener whose queue is full waits, and is not refused. */
  FULL_QUEUE_WAITS;

  /** The features of the machine and the JVM, whatever the row. */
  public static Set<Feature> ofThisProcess() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    if (OpenDescriptors.canBeCounted()) {
      features.add(DESCRIPTOR_FOLDER);
    }
    if (hasStructuredConcurrency()) {
      features.add(STRUCTURED_CONCURRENCY);
    }
    return features;
  }

  private static boolean hasStructuredConcurrency() {
    try {
      Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
      ((AutoCloseable) type.getMethod("open").invoke(null)).close();
      return true;
    } catch (Exception notHere) {
      return false;
    }
  }
}
