// SPDX-License-Identifier: Apache-2.0
package org.packetloom.suite.nio;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;

/**
 * What makes the channels and selectors under test, and the named differences that are wanted
 * between implementations. Opened before the first test of a suite, closed after the last.
 */
public interface Channels extends AutoCloseable {
  /** Makes the channels, pipes and selectors. */
  SelectorProvider provider();

  /** Virtual threads, where the implementation serves them best. */
  default ThreadFactory threads() {
    return Thread.ofVirtual().name("test-", 0).factory();
  }

  /** Whether a platform thread with this stack waits in a native call of channels or selectors. */
  boolean waitsNatively(StackTraceElement[] stack);

  /** Whether a blocking write of a virtual thread moves all bytes, as one of the platform does. */
  boolean writesFullyOnVirtualThreads();

  /** Whether one blocking write takes more buffers than the system takes at a time. */
  boolean gathersAnyNumberOfBuffers();

  /** Whether there are datagram channels of Unix-domain sockets. */
  boolean hasUnixDatagrams();

  /** Whether a blocking connect to a Unix-domain server with a full queue waits for room. */
  boolean waitsForRoomInUnixQueues();

  @Override
  void close() throws IOException;
}
